package org.openimr.fhir.mhd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Whom documents are about, and which case they are for: the same for all of one Bundle.
 *
 * @param members numbers of the member, as the sender has them
 * @param member a Patient of this server; null if none is named
 * @param numbers numbers that tie them to a case
 * @param related what of this server ties them to a case
 */
record ProvidedSubject(
    List<Identifier> members, String member, List<Identifier> numbers, Set<String> related) {

  /** Reads it of all documents. */
  static ProvidedSubject of(
      Bundle bundle,
      List<Integer> documents,
      Map<String, Integer> names,
      String base,
      List<Problem> problems) {
    Map<String, Identifier> members = new LinkedHashMap<>();
    Map<String, Identifier> numbers = new LinkedHashMap<>();
    Set<String> related = new LinkedHashSet<>();
    Set<String> subjects = new HashSet<>();
    Set<Set<String>> ties = new HashSet<>();
    for (int entry : documents) {
      String path = ProvidedDocumentsReader.place(entry) + ".resource";
      DocumentReference document = (DocumentReference) bundle.getEntry().get(entry).getResource();
      subjects.add(subject(document, bundle, names, base, members));
      Set<String> tied = new HashSet<>();
      for (Reference each : document.getContext().getRelated()) {
        String reference = ProvidedDocumentsReader.relative(each.getReference(), base);
        if (each.getIdentifier().hasValue()) {
          numbers.put(key(each.getIdentifier()), each.getIdentifier());
          tied.add(key(each.getIdentifier()));
        } else if (reference != null && reference.matches("(Task|Claim|ServiceRequest)/[^/]+")) {
          related.add(reference);
          tied.add(reference);
        }
      }
      if (tied.isEmpty()) {
        problems.add(
            new Problem(
                "required",
                path + ".context.related",
                "Nothing ties the document to a case: a number of it, of a request for its records"
                    + " or of the claim as identifier, or a reference to one of these here."));
      }
      ties.add(tied);
    }
    subjects.remove("");
    if (members.isEmpty() && subjects.isEmpty() && !documents.isEmpty()) {
      problems.add(
          new Problem(
              "required",
              "Bundle.entry",
              "No document says whom it is about: a Patient of this Bundle with an identifier, one"
                  + " of this server, or an identifier."));
    }
    if (subjects.size() > 1 || ties.size() > 1) {
      problems.add(
          new Problem(
              "business-rule",
              "Bundle.entry",
              "The documents are about several people or for several cases; each case has a Bundle"
                  + " of its own."));
    }
    String stored =
        subjects.stream().filter(each -> each.startsWith("Patient/")).findFirst().orElse(null);
    return new ProvidedSubject(
        new ArrayList<>(members.values()), stored, new ArrayList<>(numbers.values()), related);
  }

  private static String key(Identifier identifier) {
    return identifier.getSystem() + "|" + identifier.getValue();
  }

  /** Names the subject of a document, and tells the numbers that it is known by. */
  private static String subject(
      DocumentReference document,
      Bundle bundle,
      Map<String, Integer> names,
      String base,
      Map<String, Identifier> members) {
    Reference subject = document.getSubject();
    String reference = ProvidedDocumentsReader.relative(subject.getReference(), base);
    List<Identifier> found = new ArrayList<>();
    if (subject.getIdentifier().hasValue()) {
      found.add(subject.getIdentifier());
    }
    Integer entry = names.get(subject.getReference());
    if (entry != null && bundle.getEntry().get(entry).getResource() instanceof Patient patient) {
      found.addAll(patient.getIdentifier());
    }
    if (found.isEmpty() && reference == null) {
      document.getContained().stream()
          .filter(Patient.class::isInstance)
          .forEach(each -> found.addAll(((Patient) each).getIdentifier()));
    }
    found.removeIf(each -> !each.hasValue());
    found.forEach(each -> members.putIfAbsent(key(each), each));
    if (reference != null) {
      return reference;
    }
    return found.isEmpty() ? "" : key(found.get(0));
  }
}
