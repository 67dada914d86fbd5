package org.openimr.fhir.casefile.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.ReplacedDocuments;
import org.openimr.fhir.casefile.submission.StoredReferences;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * Checks that every reference of a submission leads somewhere, and that all of it is about one
 * member.
 */
final class ReferenceCheck {

  private static final Set<String> MEMBER_ELEMENTS =
      Set.of("patient", "subject", "beneficiary", "for");

  private record Found(SubmittedEntry from, String path, String reference) {}

  private final List<SubmittedEntry> entries;
  private final BundleReferences references;
  private final ProblemList problems;
  private final List<Found> open = new ArrayList<>();
  private final List<Found> members = new ArrayList<>();

  ReferenceCheck(List<SubmittedEntry> entries, BundleReferences references, ProblemList problems) {
    this.entries = entries;
    this.references = references;
    this.problems = problems;
  }

  /**
   * Checks all references.
   *
   * @param stored what is stored already
   * @return the stored resources that are referred to, by reference
   */
  Map<String, Resource> check(StoredReferences stored) {
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            if (element instanceof Reference reference && reference.hasReference()) {
              reference(entry, path, reference.getReference());
            } else if (element instanceof Attachment attachment) {
              attachment(entry, path, attachment);
            }
          });
    }
    Map<String, Resource> found = resolveStored(stored);
    oneMember();
    return found;
  }

  private void reference(SubmittedEntry from, String path, String reference) {
    if (BundleReferences.internal(reference)) {
      return;
    }
    String element = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]$", "");
    if (MEMBER_ELEMENTS.contains(element)) {
      members.add(new Found(from, path, reference));
    }
    if (references.entry(from, reference) == null) {
      open.add(new Found(from, path, reference));
    }
  }

  private void attachment(SubmittedEntry from, String path, Attachment attachment) {
    if (attachment.hasUrl() && !attachment.hasData()) {
      SubmittedEntry binary = references.entry(from, attachment.getUrl());
      if (binary == null || !binary.resource().fhirType().equals("Binary")) {
        problems.add(
            "not-found",
            path + ".url",
            "The content is not in the Bundle; data, the fullUrl of a Binary, or the address of a"
                + " Binary that your organization sent before, was expected.");
      }
    } else if (!attachment.hasData() && from.resource() instanceof DocumentReference) {
      problems.add("required", path, "The document has no content: neither data nor a Binary.");
    }
  }

  private Map<String, Resource> resolveStored(StoredReferences stored) {
    Set<String> asked = new TreeSet<>();
    for (Found each : open) {
      String relative = BundleReferences.relative(each.reference());
      if (relative != null && BundleReferences.mayBeStored(relative)) {
        asked.add(relative);
      }
    }
    Map<String, Resource> found = asked.isEmpty() ? Map.of() : stored.read(asked);
    Map<String, Resource> used = new LinkedHashMap<>();
    for (Found each : open) {
      String relative = BundleReferences.relative(each.reference());
      if (relative != null && found.containsKey(relative)) {
        used.put(relative, found.get(relative));
      } else if (replaced(each)) {
        problems.add(
            ReplacedDocuments.UNRESOLVED,
            each.path() + ".reference",
            "The document that is replaced is neither in the Bundle nor stored here.");
      } else {
        problems.add(
            "not-found",
            each.path() + ".reference",
            "The reference points to nothing in the Bundle, and to nothing stored that the"
                + " submitter may refer to.");
      }
    }
    return used;
  }

  private static boolean replaced(Found found) {
    if (found.from().resource() instanceof DocumentReference document) {
      return document.getRelatesTo().stream()
          .anyMatch(
              relation ->
                  relation.getCode() == DocumentRelationshipType.REPLACES
                      && found.reference().equals(relation.getTarget().getReference()));
    }
    return false;
  }

  private void oneMember() {
    String member = null;
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof Task task && task.getFor().hasReference()) {
        member = target(entry, task.getFor().getReference());
      }
    }
    for (Found each : members) {
      String target = target(each.from(), each.reference());
      if (member != null && target != null && isPatient(target) && !target.equals(member)) {
        problems.add("business-rule", each.path(), "This is about another member than the case.");
      }
    }
  }

  private boolean isPatient(String target) {
    return target.startsWith("Patient/")
        || entries.stream()
            .anyMatch(
                entry ->
                    target.equals(entry.fullUrl())
                        && entry.resource().fhirType().equals("Patient"));
  }

  private String target(SubmittedEntry from, String reference) {
    SubmittedEntry entry = references.entry(from, reference);
    return entry != null ? entry.fullUrl() : BundleReferences.relative(reference);
  }
}
