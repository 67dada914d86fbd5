package org.openimr.fhir.casefile;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * The stored resources of one case.
 *
 * @param task the case, a Task of profile {@code imr-case}
 * @param resources everything else that belongs to it (parties, denial, documents, duties), in the
 *     order of type and id
 */
public record CaseFile(Task task, List<Resource> resources) {

  /** Keeps its own copy. */
  public CaseFile {
    resources = List.copyOf(resources);
  }
}
