package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Events are recorded over HTTP, by those whose they are, each once, and all of it or nothing. */
@OnEachDatabase
class RecordEventIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String IMRO = "demo-imro";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;

  RecordEventIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aCaseGoesToItsEndBetweenItsParties() {
    Task task = submit();
    Parameters sent = record(PLAN, task, 1, event("records-sent", "2026-07-06T15:00:00-07:00"));

    assertThat(deadline(sent, "records-to-imro")).isEqualTo("met-late");
    assertThat(duty(task, "records-to-imro")).isEqualTo("met-late");
    record(IMRO, task, 2, event("records-received", "2026-07-07T09:00:00-07:00"));
    record(IMRO, task, 3, event("reviewer-assigned", "2026-07-08T09:00:00-07:00"));
    record(
        IMRO,
        task,
        4,
        event("determination-made", "2026-07-20T16:00:00-07:00")
            + ",{'name':'fact','part':[{'name':'name','valueCode':'outcome'},"
            + "{'name':'value','valueCode':'overturned'}]}");
    record(DEPARTMENT, task, 5, event("determination-received", "2026-07-21T10:00:00-07:00"));
    Parameters issued =
        record(DEPARTMENT, task, 6, event("decision-issued", "2026-07-24T10:00:00-07:00"));
    assertThat(status(issued)).isEqualTo("decided");
    // the member gets a copy of the assessment (V31)
    record(IMRO, task, 7, event("assessment-sent", "2026-07-24T11:00:00-07:00"));
    Parameters received =
        record(PLAN, task, 8, event("decision-received", "2026-07-24T15:00:00-07:00"));
    assertThat(status(received)).isEqualTo("implementing");
    // whose part is over does not see the case any more
    server.fhir("GET", "Task/" + id(task)).as(IMRO).send().isOk(404);
    assertThat(duty(task, "authorization")).isEqualTo("overdue");
    record(PLAN, task, 9, event("service-authorized", "2026-07-31T09:00:00-07:00"));
    assertThat(duty(task, "authorization")).isEqualTo("met");
    Parameters closed =
        record(DEPARTMENT, task, 10, event("case-closed", "2026-08-10T09:00:00-07:00"));

    assertThat(status(closed)).isEqualTo("closed");
    assertThat(duty(task, "authorization-letter")).isEqualTo("ended");
    assertThat(found("Task?_id=" + id(task) + "&business-status=closed", PLAN)).isEqualTo(1);
    List<String> recorded =
        server
            .fhir("GET", "Provenance?target=Task/" + id(task) + "&_count=50")
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class)
            .getEntry()
            .stream()
            .map(entry -> (Provenance) entry.getResource())
            .filter(Provenance::hasOccurred)
            .map(provenance -> provenance.getActivity().getCoding().get(1).getCode())
            .toList();
    assertThat(recorded)
        .containsExactlyInAnyOrder(
            "records-sent",
            "records-received",
            "reviewer-assigned",
            "determination-made",
            "determination-received",
            "decision-issued",
            "assessment-sent",
            "decision-received",
            "service-authorized",
            "case-closed");
  }

  @Test
  void whatWasKnownBeforeIsKept() {
    Task task = submit();
    record(PLAN, task, 1, event("records-sent", "2026-07-03T15:00:00-07:00"));
    record(
        PLAN,
        task,
        2,
        event("entered-in-error", "2026-07-08T15:00:00-07:00")
            .replace("]}", ",{'name':'refersTo','valueString':'entry-13'}]}"));

    assertThat(events(version(task, 1))).hasSize(12).doesNotContain("records-sent");
    assertThat(events(version(task, 2))).hasSize(13).contains("records-sent");
    assertThat(events(version(task, 3))).hasSize(14).contains("records-sent", "entered-in-error");
    assertThat(duty(task, "records-to-imro")).isEqualTo("overdue");
  }

  private Task version(Task task, int version) {
    return server
        .fhir("GET", "Task/" + id(task) + "/_history/" + version)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Task.class);
  }

  private static List<String> events(Task task) {
    return task.getInput().stream()
        .map(input -> input.getType().getCodingFirstRep())
        .filter(coding -> coding.getSystem().endsWith("/imr-event"))
        .map(coding -> coding.getCode())
        .toList();
  }

  @Test
  void theVersionMustBeNamedAndBeTheLatest() {
    Task task = submit();
    String event = event("records-sent", "2026-07-03T15:00:00-07:00");

    send(PLAN, task, null, event)
        .isRefused(
            428,
            "required",
            "This needs an If-Match header with the version of the case that was read, as in"
                + " W/\"3\".");
    send(PLAN, task, "9", event)
        .isRefused(412, "conflict", "The case has changed meanwhile; read it again.");
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("1");
  }

  @Test
  void whatIsForbiddenIsRefusedWithWhatIsAllowed() {
    Task task = submit();
    Answer answer = send(PLAN, task, "1", event("determination-made", "2026-07-03T15:00:00-07:00"));

    OperationOutcome outcome = answer.isOk(422).resource(OperationOutcome.class);
    assertThat(outcome.getIssueFirstRep().getDetails().getText())
        .isEqualTo(
            "The event determination-made is recorded for one of imro, imro-clerk, imro-reviewer,"
                + " not by the role plan.");
    assertThat(outcome.getIssueFirstRep().getExpression().get(0).getValue())
        .isEqualTo("Parameters.parameter.where(name='event')");
    assertThat(
            outcome.getIssue().stream()
                .filter(issue -> issue.getSeverity() == OperationOutcome.IssueSeverity.INFORMATION)
                .map(issue -> issue.getDetails().getCodingFirstRep().getCode()))
        .contains("records-sent", "plan-reversed")
        .doesNotContain("determination-made", "records-received");
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("1");
  }

  @Test
  void theSameEventTwiceIsOneEvenWhenTheVersionHasGoneOn() {
    Task task = submit();
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "sent");
    String first = send(PLAN, task, "1", event).isOk(200).text();
    String again = send(PLAN, task, "1", event).isOk(200).text();

    assertThat(again).isEqualTo(first);
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("2");
    send(PLAN, task, "2", named("records-sent", "2026-07-04T15:00:00-07:00", "sent"))
        .isRefused(
            409,
            "duplicate",
            "The event of this case that has the same id has another time; a correction is a new"
                + " entry with its own id.");
    send(
            PLAN,
            task,
            "2",
            event
                + ",{'name':'fact','part':[{'name':'name','valueCode':'outcome'},"
                + "{'name':'value','valueCode':'upheld'}]}")
        .isRefused(
            409,
            "duplicate",
            "The event of this case that has the same id has said something else of the fact"
                + " outcome; a correction is a new entry with its own id.");
  }

  @Test
  void ofTwoClerksAtOnceOneWinsAndTheOtherLosesNothing() throws Exception {
    Task task = submit();
    ExecutorService clerks = Executors.newFixedThreadPool(4);
    List<Future<Answer>> sent = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        String event =
            named("new-record-received", "2026-07-0" + (3 + i) + "T10:00:00-07:00", "r" + i);
        sent.add(clerks.submit(() -> send(PLAN, task, "1", event)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> each : sent) {
        statuses.add(each.get().status());
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412);
    } finally {
      clerks.shutdown();
    }
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("2");
    assertThat(found("Task?part-of=Task/" + id(task) + "&milestone=new-records-to-imro", PLAN))
        .isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      String event =
          named("new-record-received", "2026-07-0" + (3 + i) + "T10:00:00-07:00", "r" + i);
      send(PLAN, task, server.version(DEPARTMENT, task), event).isOk(200);
    }
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("5");
    assertThat(found("Task?part-of=Task/" + id(task) + "&milestone=new-records-to-imro", PLAN))
        .isEqualTo(4);
  }

  @Test
  void aCaseOfOthersLooksLikeNone() {
    Task task = submit();
    String event = event("records-sent", "2026-07-03T15:00:00-07:00");
    Answer foreign = send("demo-plan-chw", task, "1", event);
    Answer none =
        server
            .fhir("POST", "Task/" + UUID.randomUUID() + "/$record-event")
            .as("demo-plan-chw")
            .header("If-Match", "W/\"1\"")
            .json(body(event))
            .send();

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.text()).isEqualTo(none.text());
    assertThat(send("demo-imro-other", task, "1", event).status()).isEqualTo(404);
    assertThat(send("demo-admin", task, "1", event).status()).isIn(403, 404);
    assertThat(
            server
                .fhir("POST", "Task/" + id(task) + "/$record-event")
                .json(body(event))
                .send()
                .status())
        .isEqualTo(401);
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("1");
  }

  @Test
  void itIsAskedForByPostAlone() {
    Task task = submit();
    Answer answer = server.fhir("GET", "Task/" + id(task) + "/$record-event").as(PLAN).send();

    answer.isRefused(405, "not-supported", "This method is not offered at this address.");
    assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
  }

  @Test
  void badInputIsRefusedWithItsPlaces() {
    Task task = submit();

    assertThat(send(PLAN, task, "1", "").status()).isEqualTo(400);
    OperationOutcome outcome =
        send(
                PLAN,
                task,
                "1",
                "{'name':'event','part':[{'name':'code','valueCode':'nothing'},"
                    + "{'name':'time','valueDateTime':'2026-07'}]}")
            .isOk(422)
            .resource(OperationOutcome.class);
    assertThat(outcome.getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .containsExactly(
            "Parameters.parameter[0].part[0].value", "Parameters.parameter[0].part[1].value");
    assertThat(
            send(
                    PLAN,
                    task,
                    "1",
                    event("records-sent", "2026-07-03T15:00:00-07:00")
                        .replace(
                            "]}",
                            ",{'name':'evidence','valueReference':{'reference':'Binary/none'}}]}"))
                .status())
        .isEqualTo(422);
    assertThat(server.version(DEPARTMENT, task)).isEqualTo("1");
  }

  private Task submit() {
    ObjectNode bundle = Submissions.of(25);
    String text = bundle.toString().replace("cypress-review", IMRO);
    Parameters answer =
        server
            .fhir("POST", "$submit-case")
            .as(PLAN)
            .json(text)
            .send()
            .isOk(201)
            .resource(Parameters.class);
    return (Task) answer.getParameter("case").getResource();
  }

  private Parameters record(String token, Task task, int version, String parameters) {
    return send(token, task, version + "", parameters).isOk(200).resource(Parameters.class);
  }

  private Answer send(String token, Task task, String version, String parameters) {
    var request = server.fhir("POST", "Task/" + id(task) + "/$record-event").as(token);
    if (version != null) {
      request = request.header("If-Match", "W/\"" + version + "\"");
    }
    return request.json(body(parameters)).send();
  }

  private static String body(String parameters) {
    return ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"');
  }

  private static String event(String event, String time) {
    return "{'name':'event','part':[{'name':'code','valueCode':'"
        + event
        + "'},{'name':'time','valueDateTime':'"
        + time
        + "'}]}";
  }

  private static String named(String event, String time, String name) {
    return event(event, time).replace("]}", ",{'name':'id','valueString':'" + name + "'}]}");
  }

  private String duty(Task task, String milestone) {
    Task duty = server.duty(PLAN, task, milestone);
    return duty.getBusinessStatus().getCodingFirstRep().getCode();
  }

  private int found(String search, String token) {
    return server.fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class).getTotal();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }

  private static String status(Parameters answer) {
    return ((Task) answer.getParameter("case").getResource())
        .getBusinessStatus()
        .getCodingFirstRep()
        .getCode();
  }

  private static String deadline(Parameters answer, String milestone) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals("deadline"))
        .filter(
            each ->
                each.getPart().stream()
                    .anyMatch(
                        part ->
                            part.getName().equals("milestone")
                                && part.getValue().primitiveValue().equals(milestone)))
        .flatMap(each -> each.getPart().stream())
        .filter(part -> part.getName().equals("status"))
        .map(part -> part.getValue().primitiveValue())
        .findFirst()
        .orElseThrow();
  }
}
