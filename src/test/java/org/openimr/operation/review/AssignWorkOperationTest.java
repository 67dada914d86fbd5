package org.openimr.operation.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.transaction.WorkItem;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;

/** Who of an organization works on a case is said, kept, and told to nobody else. */
class AssignWorkOperationTest {

  private static final Caller PLAN = new Caller("clerk", "plan-staff", "vchcp");
  private static final Caller DEPARTMENT = new Caller("desk", "department", "dmhc");
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-07-02T17:00:00Z"), ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final AssignWorkOperation operation =
      new AssignWorkOperation(
          store, (caller, deed) -> Set.of("plan-staff", "imro").contains(caller.role()), NOW);
  private String id;

  @BeforeEach
  void submit() {
    id =
        Posted.submit(
            store, NOW, new Caller("test", "plan", "vchcp"), Submissions.small().toString());
  }

  @Test
  void workIsAssignedQueuedAndNoted() {
    Task work =
        assign(
            PLAN,
            id,
            "{'name':'assignee','valueString':'a.reyes'},{'name':'queue','valueCode':'appeals'},"
                + "{'name':'note','valueString':'Two clinics.'}");

    assertThat(work.getFocus().getReference()).isEqualTo("Task/" + id);
    assertThat(work.getStatus()).isEqualTo(Task.TaskStatus.ACCEPTED);
    assertThat(work.getOwner().getDisplay()).isEqualTo("a.reyes");
    assertThat(work.hasFor()).as("whom the case is about stands in the case").isFalse();
    assertThat(tag(work, WorkItem.QUEUE)).isEqualTo("appeals");
    assertThat(tag(work, WorkItem.ASSIGNED)).isEqualTo("vchcp/a.reyes");
    assertThat(work.getNoteFirstRep().getText()).isEqualTo("Two clinics.");
    assertThat(work.getNoteFirstRep().getAuthorStringType().getValue()).isEqualTo("clerk");
    assertThat(work.getNoteFirstRep().getTimeElement().getValue())
        .isEqualTo(Date.from(NOW.instant()));
    assertThat(AccessMarks.parties(work)).containsExactly("vchcp");
    assertThat(tag(work, AccessMarks.WITHHELD)).isEqualTo("own-work");
  }

  @Test
  void whatIsNotNamedStays() {
    Task first = assign(PLAN, id, "{'name':'assignee','valueString':'a.reyes'}");
    Task second =
        assign(
            PLAN, id, "{'name':'queue','valueCode':'urgent'},{'name':'note','valueString':'One.'}");
    Task third =
        assign(
            PLAN,
            id,
            "{'name':'release','valueBoolean':true},{'name':'note','valueString':'Two.'}");

    assertThat(second.getIdElement().getIdPart()).isEqualTo(first.getIdElement().getIdPart());
    assertThat(second.getOwner().getDisplay()).isEqualTo("a.reyes");
    assertThat(third.hasOwner()).isFalse();
    assertThat(third.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(tag(third, WorkItem.ASSIGNED)).isNull();
    assertThat(tag(third, WorkItem.QUEUE)).isEqualTo("urgent");
    assertThat(third.getNote()).extracting(each -> each.getText()).containsExactly("One.", "Two.");
  }

  @Test
  void eachOrganizationHasItsOwn() {
    Task plan = assign(PLAN, id, "{'name':'assignee','valueString':'a.reyes'}");
    Task department = assign(DEPARTMENT, id, "{'name':'assignee','valueString':'b.lund'}");

    assertThat(department.getIdElement().getIdPart()).isNotEqualTo(plan.getIdElement().getIdPart());
    assertThat(AccessMarks.parties(department)).containsExactly("dmhc");
    assertThat(tag(department, AccessMarks.WITHHELD))
        .as("the department sees its own, and others are no party to it")
        .isNull();
  }

  @Test
  void aDutyHasWorkOfItsOwn() {
    String duty =
        store.load(PLAN, id).resources().stream()
            .filter(
                each ->
                    each instanceof Task task
                        && task.getMeta()
                            .hasProfile("https://openimr.org/fhir/StructureDefinition/imr-duty"))
            .map(each -> each.getIdElement().getIdPart())
            .findFirst()
            .orElseThrow();

    assertThat(
            assign(PLAN, duty, "{'name':'queue','valueCode':'records'}").getFocus().getReference())
        .isEqualTo("Task/" + duty);
  }

  @Test
  void workChangesNoCase() {
    String version = store.load(PLAN, id).task().getMeta().getVersionId();

    assign(PLAN, id, "{'name':'queue','valueCode':'records'}");

    assertThat(store.load(PLAN, id).task().getMeta().getVersionId()).isEqualTo(version);
  }

  @Test
  void whatCannotBeIsRefusedAtOnce() {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                assign(
                    PLAN,
                    id,
                    "{'name':'assignee','valueString':'two words'},"
                        + "{'name':'queue','valueCode':'Upper'},"
                        + "{'name':'release','valueBoolean':true},"
                        + "{'name':'note','valueString':'"
                        + "x".repeat(4001)
                        + "'}"));

    assertThat(refused.malformed()).isFalse();
    assertThat(refused.problems())
        .extracting(each -> each.expression())
        .containsExactly(
            "Parameters.parameter[0].value",
            "Parameters.parameter[1].value",
            "Parameters.parameter[3].value",
            "Parameters.parameter.where(name='release')");
    for (String odd : List.of("", "{'name':'person','valueString':'a'}")) {
      assertThat(
              catchThrowableOfType(UnreadableResourceException.class, () -> assign(PLAN, id, odd))
                  .malformed())
          .as(odd)
          .isTrue();
    }
  }

  @Test
  void whatIsNoCaseOrNotSeenIsNotThere() {
    String queue = "{'name':'queue','valueCode':'records'}";
    String work = assign(PLAN, id, queue).getIdElement().getIdPart();

    assertThatThrownBy(() -> assign(PLAN, work, queue)).isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> assign(new Caller("x", "plan", "chw"), id, queue))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> assign(PLAN, "none", queue)).isInstanceOf(NoSuchCaseException.class);
  }

  private Task assign(Caller caller, String task, String parameters) {
    Parameters answer =
        operation.assign(
            new IdType("Task", task),
            Posted.by(
                caller,
                ("{'resourceType':'Parameters','parameter':[" + parameters + "]}")
                    .replace('\'', '"')));
    return (Task) answer.getParameter("work").getResource();
  }

  private static String tag(Task task, String system) {
    return task.getMeta().getTag().stream()
        .filter(each -> system.equals(each.getSystem()))
        .map(each -> each.getCode())
        .findFirst()
        .orElse(null);
  }
}
