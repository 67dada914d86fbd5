package org.openimr.fhir.casefile.submission;

import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** What is stored already and may be referred to. */
@FunctionalInterface
public interface StoredReferences {

  /**
   * Reads stored resources.
   *
   * @param references relative references, for example {@code Organization/dmhc}
   * @return those that exist and that the submitter may refer to, by reference
   */
  Map<String, Resource> read(Set<String> references);
}
