package org.openimr.fhir.mhd;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Checks the SubmissionSet: that there is one, whose it is, and that it lists every document. */
final class SubmissionSetCheck {

  private static final String SOURCE =
      "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId";

  private SubmissionSetCheck() {}

  /** Checks it; who sends, or null if that is not said. */
  static Identifier of(
      Bundle bundle,
      List<Integer> sets,
      List<Integer> documents,
      Map<String, Integer> names,
      List<Problem> problems) {
    if (sets.size() != 1) {
      problems.add(
          new Problem(
              "structure",
              "Bundle.entry",
              "There is not exactly one SubmissionSet, a List coded "
                  + ProvidedDocumentsReader.LISTS
                  + "#submissionset."));
      return null;
    }
    String path = ProvidedDocumentsReader.place(sets.get(0)) + ".resource";
    ListResource set = (ListResource) bundle.getEntry().get(sets.get(0)).getResource();
    if (!set.getCode().hasCoding(ProvidedDocumentsReader.LISTS, "submissionset")) {
      problems.add(
          new Problem(
              "code-invalid",
              path + ".code",
              "The List is not coded " + ProvidedDocumentsReader.LISTS + "#submissionset."));
    }
    if (set.getStatus() != ListResource.ListStatus.CURRENT
        || set.getMode() != ListResource.ListMode.WORKING) {
      problems.add(
          new Problem("value", path, "The SubmissionSet is not current, or not in mode working."));
    }
    if (!set.hasDate()) {
      problems.add(new Problem("required", path + ".date", "The SubmissionSet has no date."));
    }
    listed(set, path, documents, names, problems);
    Extension source = set.getExtensionByUrl(SOURCE);
    if (source != null && source.getValue() instanceof Identifier given && given.hasValue()) {
      return given;
    }
    problems.add(
        new Problem(
            "required",
            path + ".extension",
            "The SubmissionSet has no extension ihe-sourceId with an identifier of who sends."));
    return null;
  }

  private static void listed(
      ListResource set,
      String path,
      List<Integer> documents,
      Map<String, Integer> names,
      List<Problem> problems) {
    Set<Integer> listed = new HashSet<>();
    for (int i = 0; i < set.getEntry().size(); i++) {
      Integer entry = names.get(set.getEntry().get(i).getItem().getReference());
      if (entry == null || !documents.contains(entry)) {
        problems.add(
            new Problem(
                "not-found",
                path + ".entry[" + i + "].item",
                "The item is no DocumentReference of this Bundle."));
      } else {
        listed.add(entry);
      }
    }
    for (int document : documents) {
      if (!listed.contains(document)) {
        problems.add(
            new Problem(
                "business-rule",
                ProvidedDocumentsReader.place(document),
                "The SubmissionSet does not list this document."));
      }
    }
  }
}
