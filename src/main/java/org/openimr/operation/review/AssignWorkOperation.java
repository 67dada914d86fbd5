package org.openimr.operation.review;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.WorkItem;
import org.openimr.fhir.review.WorkQuestion;
import org.openimr.fhir.review.WorkQuestionReader;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;

/**
 * {@code $assign-work}: says who of the caller's own organization works on a case or a duty, in
 * which queue, and notes what they want noted.
 *
 * @see <a href="../../../../../../../docs/operations/assign-work.md">assign-work</a>
 */
public final class AssignWorkOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/assign-work";
  private static final String DUTY = "imr-duty";

  /** Whose work is kept even from those who see every case. */
  private static final String KEPT = "$assign-work/kept";

  private final CaseStore store;
  private final Deeds deeds;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param store where cases are kept
   * @param deeds says whose work is kept from others
   * @param clock says when it is assigned
   */
  public AssignWorkOperation(CaseStore store, Deeds deeds, Clock clock) {
    this.store = store;
    this.deeds = deeds;
    this.clock = clock;
  }

  /** Assigns work. */
  @Operation(
      name = "$assign-work",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters assign(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    Task subject = read(caller, "Task/" + id.getIdPart());
    if (subject == null || !CaseFile.isCase(subject) && !duty(subject)) {
      throw new NoSuchCaseException();
    }
    WorkQuestion asked = CaseInquiry.sent(request).read(WorkQuestionReader::read);
    WorkItem work = new WorkItem(subject, caller.recorder(), deeds.permits(caller, KEPT));
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    store.saveWithTags(
        caller,
        work.write(read(caller, work.address()), asked, TimeText.write(now, ZoneOffset.UTC)));
    Parameters answer = new Parameters();
    answer.addParameter().setName("work").setResource(read(caller, work.address()));
    return answer;
  }

  private Task read(Caller caller, String address) {
    Resource found = store.read(caller, Set.of(address)).get(address);
    return found instanceof Task task ? task : null;
  }

  private static boolean duty(Task task) {
    return task.getCode().getCoding().stream().anyMatch(each -> DUTY.equals(each.getCode()));
  }
}
