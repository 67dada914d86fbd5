package org.openimr.operation.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.request.OpenRequests;
import org.openimr.operation.Posted;
import org.openimr.operation.RecordEventOperation;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;

/** An event renews the requests for what a case lacks. */
class RenewedRequestsTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final Caller DEPARTMENT = new Caller("test", "department", "dmhc");
  private static final Clock LATER =
      Clock.fixed(OffsetDateTime.parse("2026-08-20T12:00:00-07:00").toInstant(), ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final RecordEventOperation operation = HeldCases.recording(store, LATER);
  private String id;
  private Task first;

  @BeforeEach
  void submit() {
    id =
        Posted.submit(
            store,
            Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC),
            PLAN,
            withoutStatement().toString());
    assertThat(open()).as("the plan was notified before the submission").hasSize(1);
    first = open().get(0);
  }

  @Test
  void whatIsNotToBeAskedAnyMoreIsWithdrawn() {
    // the plan's notification is the twelfth event
    record(
        DEPARTMENT,
        "entered-in-error",
        "2026-07-08",
        ",{'name':'refersTo','valueString':'entry-12'}");

    assertThat(open()).as("before its notice nothing is asked of the plan").isEmpty();
    assertThat(stored(first).getStatus()).isEqualTo(Task.TaskStatus.CANCELLED);
  }

  @Test
  void whatLacksAfterAnEventIsAskedFor() {
    record(
        DEPARTMENT,
        "entered-in-error",
        "2026-07-08",
        ",{'name':'refersTo','valueString':'entry-12'}");

    record(DEPARTMENT, "plan-notified", "2026-07-02", "");

    assertThat(open()).hasSize(1);
    Task second = open().get(0);
    assertThat(name(second)).isNotEqualTo(name(first));
    assertThat(AccessMarks.parties(second))
        .containsExactlyElementsOf(AccessMarks.parties(store.load(PLAN, id).task()));
    assertThat(provenance().getTarget())
        .as("what belongs to a case is what its Provenances name")
        .extracting(each -> each.getReference())
        .contains("Task/" + id, "Task/" + name(second));
  }

  @Test
  void theSameRequestStandsWhereNothingHasChanged() {
    record(PLAN, "records-sent", "2026-07-03", "");

    assertThat(open()).extracting(RenewedRequestsTest::name).containsExactly(name(first));
    assertThat(open().get(0).getMeta().getVersionId()).isEqualTo("1");
  }

  @Test
  void nothingIsAskedForACaseThatIsOver() {
    record(PLAN, "plan-reversed", "2026-07-09", "");

    assertThat(open()).isEmpty();
    assertThat(stored(first).getStatus()).isEqualTo(Task.TaskStatus.CANCELLED);
  }

  private List<Task> open() {
    return OpenRequests.of(store.load(PLAN, id)).all();
  }

  private Task stored(Task task) {
    return store.load(PLAN, id).resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(each -> name(each).equals(name(task)))
        .findFirst()
        .orElseThrow();
  }

  private Provenance provenance() {
    return store.all(Provenance.class).stream()
        .filter(Provenance::hasOccurred)
        .reduce((one, two) -> two)
        .orElseThrow();
  }

  private static String name(Task task) {
    return task.getIdElement().getIdPart();
  }

  private void record(Caller caller, String event, String date, String more) {
    String body =
        "{'resourceType':'Parameters','parameter':[{'name':'event','part':["
            + "{'name':'code','valueCode':'"
            + event
            + "'},{'name':'time','valueDateTime':'"
            + date
            + "T10:00:00-07:00'}"
            + more
            + "]}]}";
    operation.record(new IdType("Task", id), request(caller, body.replace('\'', '"')));
  }

  private SystemRequestDetails request(Caller caller, String body) {
    String seen = id == null ? null : store.load(PLAN, id).task().getMeta().getVersionId();
    return Posted.by(caller, seen, body);
  }

  /** A case whose file lacks why the service was refused. */
  private static ObjectNode withoutStatement() {
    ObjectNode bundle = Submissions.small();
    Iterator<JsonNode> entries = bundle.path("entry").elements();
    while (entries.hasNext()) {
      if (entries.next().at("/resource/type/coding").findValuesAsText("code").stream()
          .anyMatch("statement-of-reasons"::equals)) {
        entries.remove();
      }
    }
    return bundle;
  }
}
