package org.openimr.fhir.review;

import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.review.AssignmentQuestion.Named;

/** Reads a parameter that is a resource: a reference to a stored one, or the resource itself. */
final class NamedResourceReader {

  private NamedResourceReader() {}

  /** The resource that is named, or null and a problem. */
  static Named read(Part part, String type) {
    if (part.given().hasResource()) {
      return brought(part, type);
    }
    if (!(part.value("Reference") instanceof Reference reference)) {
      return null;
    }
    String text = reference.getReference();
    if (text == null && !reference.hasIdentifier()
        || text != null && !text.matches(type + "/[A-Za-z0-9.-]{1,64}")) {
      part.problems()
          .unacceptable(
              "value",
              part.path() + ".value",
              part.label() + " is no reference such as " + type + "/1.");
      return null;
    }
    return new Named(reference, null, part.path() + ".value");
  }

  private static Named brought(Part part, String type) {
    Resource resource = part.given().getResource();
    if (!resource.fhirType().equals(type) || part.given().hasValue() || part.given().hasPart()) {
      part.problems()
          .malformed(
              "structure",
              part.path() + ".resource",
              part.label()
                  + " has a "
                  + resource.fhirType()
                  + "; a "
                  + type
                  + ", or a reference to one, was expected.");
      return null;
    }
    return new Named(null, resource, part.path() + ".resource");
  }
}
