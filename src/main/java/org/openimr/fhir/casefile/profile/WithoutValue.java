package org.openimr.fhir.casefile.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * Elements that have an extension and no value. FHIR lets every element be so, and a name or a date
 * that is not known is taken. An address, a reference, a content or the number of a line is not:
 * without it what stands beside it (a fact, a label, a document) would be lost without a word.
 */
public final class WithoutValue {

  private static final String TEXT =
      "There is an extension and no value; without one this cannot be used.";

  private WithoutValue() {}

  /**
   * Reports every such element that needs a value, and takes its extensions away, so that it is
   * read as if it were not there.
   *
   * @param bundle the submission as read from what was sent
   * @param entries its entries
   * @param problems where they go
   */
  public static void check(Bundle bundle, List<SubmittedEntry> entries, ProblemList problems) {
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      look(
          "Bundle.entry[" + i + "].fullUrl",
          bundle.getEntry().get(i).getFullUrlElement(),
          problems);
    }
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            if (element instanceof Reference reference) {
              look(path + ".reference", reference.getReferenceElement_(), problems);
            } else if (needed(element)) {
              look(path, (PrimitiveType<?>) element, problems);
            }
          });
    }
  }

  /**
   * Takes away what the validator stumbles over: an extension in place of the full URL of an entry,
   * or of the address of a profile.
   *
   * @param copy a copy of a Bundle, or a part of it
   */
  static void spare(JsonNode copy) {
    if (copy instanceof ObjectNode object) {
      if (object.has("resource") && !object.has("fullUrl")) {
        object.remove("_fullUrl");
      }
      if (object.path("profile") instanceof ArrayNode profiles && object.has("_profile")) {
        object.remove("_profile");
        for (int i = profiles.size() - 1; i >= 0; i--) {
          if (profiles.get(i).isNull()) {
            profiles.remove(i);
          }
        }
        if (profiles.isEmpty()) {
          object.remove("profile");
        }
      }
    }
    copy.forEach(WithoutValue::spare);
  }

  private static boolean needed(Base element) {
    return element instanceof UriType
        || element instanceof Base64BinaryType
        || element instanceof PositiveIntType;
  }

  private static void look(String path, PrimitiveType<?> element, ProblemList problems) {
    if (!element.hasValue() && element.hasExtension()) {
      problems.add("required", path, TEXT);
      element.setExtension(null);
    }
  }
}
