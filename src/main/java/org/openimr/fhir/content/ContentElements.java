package org.openimr.fhir.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;

/** Finds the elements of a resource that hold contents: of attachments and of Binaries. */
public final class ContentElements {

  /** The types whose contents may be kept apart; others seldom have any. */
  private static final Set<String> TYPES =
      Set.of(
          "Binary",
          "Bundle",
          "Claim",
          "Communication",
          "CommunicationRequest",
          "Consent",
          "DiagnosticReport",
          "DocumentReference",
          "Parameters",
          "QuestionnaireResponse");

  private ContentElements() {}

  /** The elements, in their order; none of a type whose contents stay within. */
  public static List<ContentElement> of(Resource resource) {
    return apart(resource) ? within(resource) : List.of();
  }

  /** Whether the contents of a resource may be kept apart, by its type. */
  public static boolean apart(Resource resource) {
    return TYPES.contains(resource.fhirType());
  }

  /** The elements of a resource of any type. */
  public static List<ContentElement> within(Resource resource) {
    if (resource instanceof Binary binary) {
      return ContentElement.of(binary).map(List::of).orElse(List.of());
    }
    List<ContentElement> found = new ArrayList<>();
    ElementWalk.visit(
        resource,
        resource.fhirType(),
        (path, element) -> {
          if (element instanceof Attachment attachment) {
            ContentElement.of(attachment).ifPresent(found::add);
          } else if (element instanceof Binary binary) {
            ContentElement.of(binary).ifPresent(found::add);
          }
        });
    return found;
  }
}
