package org.openimr.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * The administrator asks the running server what a calendar would move.
 *
 * <p>The decision was made on Thursday 21 May 2026; the written notice was owed within 2 business
 * days, by Tuesday 26 May, as Monday was Memorial Day. Were Friday the 22nd a day off as well, it
 * would have been owed by Wednesday 27 May.
 */
@OnEachDatabase
class RecomputeIT {

  private static final String ADMIN = "demo-admin";

  private final RunningServer server;

  RecomputeIT(Database database) {
    this.server = database.server();
  }

  @Test
  void whatWouldMoveIsListedInTheBackground() throws IOException {
    String id =
        server
            .submitted("demo-plan-vchcp", Submissions.of(25).toString())
            .getIdElement()
            .getIdPart();
    List<String> calendar =
        new java.util.ArrayList<>(
            Files.readAllLines(Path.of("profiles/calendar/us/ca/us-ca-state-offices.txt")));
    calendar.add("2026 | 05-22 | | Day of mourning | Made up");
    Parameters order = new Parameters();
    order.addParameter("calendar", new StringType(String.join("\n", calendar)));
    order.addParameter("policy", new StringType("dmhc-imr-vchcp"));

    assertThat(state(post(ADMIN, order).isOk(200).resource(Parameters.class)))
        .isIn("running", "done");
    Parameters done = ended();

    assertThat(done.getParameter("state").getValue().primitiveValue()).isEqualTo("done");
    assertThat(number(done, "cases")).isPositive().isEqualTo(number(done, "of"));
    List<String> moves =
        done.getParameter().stream()
            .filter(each -> each.getName().equals("move"))
            .filter(each -> text(each, "case").equals("Task/" + id))
            .map(
                each ->
                    text(each, "milestone")
                        + " "
                        + text(each, "rule")
                        + " "
                        + text(each, "before")
                        + " "
                        + text(each, "after"))
            .toList();
    assertThat(moves)
        .containsExactlyInAnyOrder(
            "member-written-notice V30 2026-05-27T06:59:59+00:00 2026-05-28T06:59:59+00:00",
            "imr-notice V03 2026-05-27T06:59:59+00:00 2026-05-28T06:59:59+00:00");
    Task task =
        server
            .fhir("GET", "Task/" + id)
            .as("demo-plan-vchcp")
            .send()
            .isOk(200)
            .resource(Task.class);
    assertThat(task.getMeta().getVersionId()).as("nothing is written").isEqualTo("1");
  }

  @Test
  void whatMovesIsWrittenForAReason() {
    server.submitted("demo-plan-vchcp", Submissions.of(25).toString());
    Parameters order = new Parameters();
    order.addParameter("apply", new BooleanType(true));
    order.addParameter("reason", new StringType("Nothing has changed"));
    post(ADMIN, order).isOk(200);
    Parameters done = ended();
    assertThat(done.getParameter("state").getValue().primitiveValue()).isEqualTo("done");
    assertThat(number(done, "cases")).isPositive();
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    Parameters order = new Parameters();
    order.addParameter("policy", new StringType("nowhere"));
    assertThat(sentence(post(ADMIN, order).isOk(422)))
        .isEqualTo("No case is bound to the policy nowhere.");
    order = new Parameters();
    order.addParameter("calendar", new StringType("name | nowhere"));
    post(ADMIN, order).isOk(422);
    order = new Parameters();
    order.addParameter("apply", new BooleanType(true));
    assertThat(sentence(post(ADMIN, order).isOk(422))).contains("reason was expected");
    for (String other : List.of("demo-plan-vchcp", "demo-department", "demo-member")) {
      post(other, new Parameters()).isOk(403);
    }
    server.fhir("POST", "$recompute").json("{\"resourceType\":\"Parameters\"}").send().isOk(401);
  }

  private Parameters ended() {
    long last = System.nanoTime() + 60_000_000_000L;
    while (true) {
      Parameters answer =
          server.fhir("GET", "$recompute").as(ADMIN).send().isOk(200).resource(Parameters.class);
      if (!state(answer).equals("running")) {
        return answer;
      }
      assertThat(System.nanoTime()).as("it ends").isLessThan(last);
      Thread.onSpinWait();
    }
  }

  private Answer post(String token, Parameters order) {
    return server
        .fhir("POST", "$recompute")
        .as(token)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(order))
        .send();
  }

  private static String state(Parameters answer) {
    return answer.getParameter("state").getValue().primitiveValue();
  }

  private static int number(Parameters answer, String name) {
    return ((IntegerType) answer.getParameter(name).getValue()).getValue();
  }

  private static String text(ParametersParameterComponent move, String name) {
    return move.getPart().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue())
        .map(
            value ->
                value instanceof org.hl7.fhir.r4.model.Reference reference
                    ? reference.getReference()
                    : value.primitiveValue())
        .findFirst()
        .orElse("");
  }

  private static String sentence(Answer answer) {
    return answer.resource(OperationOutcome.class).getIssueFirstRep().getDiagnostics();
  }
}
