package org.openimr.fhir.casefile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Returns everything in the file but the case Task.
   *
   * @return the resources by relative reference, such as {@code Claim/17}
   */
  public Map<String, Resource> byReference() {
    Map<String, Resource> all = new LinkedHashMap<>();
    resources.forEach(resource -> all.put(reference(resource), resource));
    return all;
  }

  /**
   * Says whether a Task is a case, and not the duty of one.
   *
   * @param task a Task
   * @return whether its code says that it is a case
   */
  public static boolean isCase(Task task) {
    return task.getCode().getCoding().stream()
        .anyMatch(coding -> "imr-case".equals(coding.getCode()));
  }

  /**
   * Names a stored resource.
   *
   * @param resource a resource with id
   * @return its relative reference without version
   */
  public static String reference(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  /**
   * Names the version in which a stored resource was read, as If-Match has it.
   *
   * @param read a resource as it was read
   * @return its entity tag; null if it does not tell its version
   */
  public static String version(Resource read) {
    return read.getMeta().hasVersionId() ? "W/\"" + read.getMeta().getVersionId() + "\"" : null;
  }
}
