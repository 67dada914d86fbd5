package org.openimr.fhir.casefile;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** The review organizations to which the review of a case is assigned. */
public final class AssignedOrganizations {

  private static final String TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final Set<TaskStatus> OVER =
      Set.of(
          TaskStatus.CANCELLED, TaskStatus.REJECTED, TaskStatus.FAILED, TaskStatus.ENTEREDINERROR);

  private AssignedOrganizations() {}

  /**
   * Finds them.
   *
   * @param file the whole case
   * @return the ids under which they call; none if the case has no review that is assigned
   */
  public static Set<String> of(CaseFile file) {
    Map<String, Resource> resources = file.byReference();
    Set<String> ids = new TreeSet<>();
    for (Resource resource : file.resources()) {
      if (resource instanceof Task review
          && review.getCode().hasCoding(TYPE, "imr-review")
          && !OVER.contains(review.getStatus())
          && resources.get(String.valueOf(review.getOwner().getReference()))
              instanceof Organization owner) {
        owner.getIdentifier().stream()
            .filter(each -> CaseOrganizations.ID.equals(each.getSystem()))
            .map(Identifier::getValue)
            .forEach(ids::add);
      }
    }
    return ids;
  }
}
