package org.openimr.server.store.casefile;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Keeps the parties of a case in step with the case: a review organization is party to it as long
 * as it is assigned and the case is not decided, and a case that is closed is marked as closed.
 *
 * <p>It looks at every case and every assignment that is stored, whoever stores it, so that no
 * operation can forget it, and writes in the same transaction: who is not party any more sees
 * nothing from the next request on.
 */
@Interceptor
public final class CaseParties {

  private static final String REVIEW = "imr-review";
  private static final String OFFERED = "offered";
  private static final Set<TaskStatus> OVER =
      Set.of(
          TaskStatus.CANCELLED, TaskStatus.REJECTED, TaskStatus.FAILED, TaskStatus.ENTEREDINERROR);

  private final MarkedCases cases;
  private final CaseStates states;

  /**
   * The states of a case that change who is party to it; codes of {@code imr-business-status}.
   *
   * @param reviewEnds those in which no review organization is party
   * @param closed those in which it is closed
   */
  public record CaseStates(Set<String> reviewEnds, Set<String> closed) {}

  /** Keeps these cases in step. */
  public CaseParties(MarkedCases cases, CaseStates states) {
    this.cases = cases;
    this.states = states;
  }

  /** Looks at what is new. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void stored(IBaseResource resource, RequestDetails request) {
    if (resource instanceof Task task && !MarkedCases.marks(request)) {
      if (CaseFile.isCase(task)) {
        look(task);
      } else if (isReview(task)) {
        assign(task, null);
      }
    }
  }

  /** Looks at what has changed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void changed(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (after instanceof Task task && !MarkedCases.marks(request)) {
      if (CaseFile.isCase(task)) {
        look(task);
      } else if (isReview(task)) {
        assign(task, before instanceof Task earlier ? earlier.getOwner() : null);
      }
    }
  }

  private static boolean isReview(Task task) {
    return task.getCode().getCoding().stream().anyMatch(coding -> REVIEW.equals(coding.getCode()));
  }

  private void look(Task task) {
    Set<String> stages = new HashSet<>();
    task.getBusinessStatus().getCoding().stream().map(Coding::getCode).forEach(stages::add);
    if (stages.stream().anyMatch(states.reviewEnds()::contains)) {
      cases.reviewers(task).forEach(reviewer -> cases.leave(task, reviewer));
    }
    boolean closed = stages.stream().anyMatch(states.closed()::contains);
    boolean marked = task.getMeta().getTag(AccessMarks.STATE, AccessMarks.CLOSED) != null;
    if (closed != marked) {
      cases.close(task, closed);
    }
  }

  private void assign(Task review, Reference before) {
    Task task = cases.caseOf(review);
    if (task == null) {
      return;
    }
    Set<String> now =
        OVER.contains(review.getStatus()) ? Set.of() : cases.organizations(review.getOwner());
    Set<String> gone = new HashSet<>(cases.organizations(before));
    gone.addAll(cases.organizations(review.getOwner()));
    if (review.getBusinessStatus().getCoding().stream()
        .anyMatch(coding -> OFFERED.equals(coding.getCode()))) {
      // whom the case was submitted for gives it up to whom it is offered to
      gone.addAll(cases.reviewers(task));
    }
    gone.removeAll(now);
    gone.forEach(organization -> cases.leave(task, organization));
    now.forEach(organization -> cases.join(task, organization));
  }
}
