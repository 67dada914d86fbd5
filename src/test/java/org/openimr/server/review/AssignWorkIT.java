package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Work is assigned over HTTP, found in its queue, and seen by the own organization alone. */
@OnEachDatabase
class AssignWorkIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String QUEUE = "_tag=https://openimr.org/fhir/sid/queue%7C";
  private static final String ASSIGNED = "_tag=https://openimr.org/fhir/sid/assigned%7Cvchcp/";

  private final RunningServer server;

  AssignWorkIT(Database database) {
    this.server = database.server();
  }

  @Test
  void workIsFoundInItsQueueAndByWhoDoesIt() {
    Task task = submit();
    String queue = "q" + id(task).replaceAll("[^a-z0-9]", "").substring(0, 20);
    assign("demo-plan-staff", task, "{'name':'queue','valueCode':'" + queue + "'}");
    String waiting = "Task?code=imr-work&status=requested&" + QUEUE + queue;

    assertThat(found(waiting, PLAN)).isEqualTo(1);
    assign(PLAN, task, "{'name':'assignee','valueString':'" + queue + "'}");
    assertThat(found(waiting, PLAN)).isEqualTo(0);
    assertThat(found("Task?code=imr-work&" + ASSIGNED + queue, PLAN)).isEqualTo(1);
    assertThat(found("Task?code=imr-work&focus=Task/" + id(task), PLAN)).isEqualTo(1);
    Task released = assign(PLAN, task, "{'name':'release','valueBoolean':true}");
    assertThat(found("Task?code=imr-work&" + ASSIGNED + queue, PLAN)).isEqualTo(0);
    assertThat(found(waiting, PLAN)).isEqualTo(1);
    assertThat(released.getMeta().getVersionId()).isEqualTo("3");
  }

  @Test
  void ofTwoWhoAssignItFirstOneWinsAndNothingIsLost() throws Exception {
    for (int round = 0; round < 5; round++) {
      Task task = submit();
      ExecutorService clerks = Executors.newFixedThreadPool(2);
      CountDownLatch together = new CountDownLatch(2);
      List<Future<Integer>> answers = new ArrayList<>();
      for (String name : List.of("a.one", "b.two")) {
        answers.add(
            clerks.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return post(PLAN, task, "{'name':'assignee','valueString':'" + name + "'}")
                      .status();
                }));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      clerks.shutdown();
      int version =
          Integer.parseInt(
              assign(PLAN, task, "{'name':'note','valueString':'Third'}").getMeta().getVersionId());
      // who came second has changed the first one's work knowingly, or was refused
      assertThat(statuses).contains(200);
      assertThat(statuses).allMatch(status -> status == 200 || status == 412);
      assertThat(version).isEqualTo(statuses.contains(412) ? 2 : 3);
    }
  }

  @Test
  void nobodyElseSeesIt() {
    Task task = submit();
    Task work =
        assign("demo-plan-staff", task, "{'name':'note','valueString':'What we think of it.'}");
    String path = "Task/" + id(work);

    assertThat(server.fhir("GET", path).as("demo-cmo").send().status()).isEqualTo(200);
    for (String other :
        new String[] {
          "demo-department",
          "demo-imro",
          "demo-plan-chw",
          "demo-committee",
          "demo-admin",
          "demo-member",
          "demo-provider"
        }) {
      assertThat(server.fhir("GET", path).as(other).send().status()).as(other).isIn(403, 404);
      Answer search = server.fhir("GET", "Task?focus=Task/" + id(task)).as(other).send();
      assertThat(search.text()).as(other).doesNotContain("What we think");
    }
    Task own = assign("demo-department", task, "{'name':'assignee','valueString':'b.lund'}");
    assertThat(id(own)).isNotEqualTo(id(work));
    assertThat(server.fhir("GET", "Task/" + id(own)).as("demo-department").send().status())
        .isEqualTo(200);
    assertThat(server.fhir("GET", "Task/" + id(own)).as(PLAN).send().status()).isEqualTo(404);
  }

  @Test
  void theCaseDoesNotTellOfIt() {
    Task task = submit();
    assign(PLAN, task, "{'name':'note','valueString':'What we think of it.'}");

    assertThat(
            server
                .fhir("GET", "Task/" + id(task))
                .as("demo-department")
                .send()
                .isOk(200)
                .resource(Task.class)
                .getMeta()
                .getVersionId())
        .isEqualTo("1");
    assertThat(
            server
                .fhir("GET", "Task/" + id(task) + "/$packet?recipient=imro&draft=true")
                .as(PLAN)
                .send()
                .isOk(200)
                .text())
        .doesNotContain("What we think");
  }

  @Test
  void whoMayNotIsRefusedAndWhatCannotBeIsNamed() {
    Task task = submit();

    assertThat(post("demo-member", task, "{'name':'queue','valueCode':'x'}").status())
        .isEqualTo(403);
    assertThat(post("demo-plan-chw", task, "{'name':'queue','valueCode':'x'}").status())
        .isEqualTo(404);
    assertThat(server.fhir("GET", "Task/" + id(task) + "/$assign-work").as(PLAN).send().status())
        .isEqualTo(405);
    assertThat(
            post(PLAN, task, "{'name':'queue','valueCode':'Not this'}")
                .isOk(422)
                .resource(OperationOutcome.class)
                .getIssueFirstRep()
                .getExpression()
                .get(0)
                .getValue())
        .isEqualTo("Parameters.parameter[0].value");
    assertThat(post(PLAN, task, "").status()).isEqualTo(400);
  }

  @Test
  void aCallIsLoggedAndShowsTheNotice() {
    Task task = submit();
    String patient = task.getFor().getReference();
    String body =
        ("{'resourceType':'Communication','meta':{'profile':["
                + "'https://openimr.org/fhir/StructureDefinition/imr-call']},"
                + "'extension':[{'url':'https://openimr.org/fhir/StructureDefinition/imr-call-number',"
                + "'valueString':'+1 805 555 0117'}],'status':'completed',"
                + "'medium':[{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode','code':'PHONE'}]}],"
                + "'subject':{'reference':'"
                + patient
                + "'},'about':[{'reference':'Task/"
                + id(task)
                + "'}],'sent':'2026-07-02T09:30:00-07:00',"
                + "'recipient':[{'display':'The office of the physician'}],"
                + "'sender':{'display':'A. Reyes'}}")
            .replace('\'', '"');
    Communication call =
        server
            .fhir("POST", "Communication")
            .as(PLAN)
            .header("Prefer", "return=representation")
            .json(body)
            .send()
            .isOk(201)
            .resource(Communication.class);
    String name = "Communication/" + call.getIdElement().getIdPart();
    String event =
        "{'name':'event','part':[{'name':'code','valueCode':'provider-notified'},"
            + "{'name':'time','valueDateTime':'2026-07-02T09:30:00-07:00'},"
            + "{'name':'evidence','valueReference':{'reference':'"
            + name
            + "'}}]}";
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"1\"")
        .json(parameters(event))
        .send()
        .isOk(200);

    assertThat(found("Communication?subject=" + patient + "&medium=PHONE", PLAN)).isEqualTo(1);
    assertThat(found("Provenance?target=Task/" + id(task) + "&entity=" + name, PLAN)).isEqualTo(1);
    assertThat(server.fhir("GET", name).as("demo-department").send().status()).isEqualTo(200);
    assertThat(server.fhir("GET", name).as("demo-plan-chw").send().status()).isEqualTo(404);
  }

  private Task submit() {
    String text = Submissions.of(25).toString().replace("cypress-review", "demo-imro");
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

  private Task assign(String token, Task task, String parameters) {
    Parameters answer = post(token, task, parameters).isOk(200).resource(Parameters.class);
    return (Task) answer.getParameter("work").getResource();
  }

  private Answer post(String token, Task task, String parameters) {
    return server
        .fhir("POST", "Task/" + id(task) + "/$assign-work")
        .as(token)
        .json(parameters(parameters))
        .send();
  }

  private static String parameters(String parameters) {
    return ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"');
  }

  private int found(String search, String token) {
    return server.fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class).getTotal();
  }

  private static String id(Task task) {
    return new IdType(task.getId()).getIdPart();
  }
}
