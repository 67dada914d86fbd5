package org.openimr.operation;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Contents that are kept apart from the resources that hold them. What is read for a caller here
 * names them; they are put back where they are needed, and where something goes out.
 */
@FunctionalInterface
public interface ContentSource {

  /**
   * Puts the contents of a resource back in their place.
   *
   * @param resource the resource; none of it is left named
   * @throws UnavailableContentException if a content is lost
   * @throws TooLargeForPacketException if one is too large to be held
   */
  void fill(Resource resource);

  /**
   * Puts the contents of all entries of a Bundle back in their place.
   *
   * @param bundle the Bundle
   * @return the Bundle
   * @throws UnavailableContentException if a content is lost
   * @throws TooLargeForPacketException if one is too large to be held
   */
  default Bundle filled(Bundle bundle) {
    bundle.getEntry().forEach(entry -> fill(entry.getResource()));
    return bundle;
  }
}
