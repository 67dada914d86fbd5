package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * The director for behavioral health denies behavioral health alone; criteria used are asked for.
 */
@OnEachDatabase
class AuthorityIT {

  private static final String PLAN = "demo-plan-partnership";
  private static final String DENIAL =
      ",{'name':'fact','part':[{'name':'name','valueCode':'decision'},"
          + "{'name':'value','valueCode':'denied'}]},"
          + "{'name':'fact','part':[{'name':'name','valueCode':'decision-basis'},"
          + "{'name':'value','valueCode':'medical-necessity'}]}";

  private final RunningServer server;

  AuthorityIT(Database database) {
    this.server = database.server();
  }

  @Test
  void theDirectorDoesNotDenyAnotherRequest() {
    Task task = submit("K50.90");

    OperationOutcome refused =
        record(task, "behavioral-health-director").isOk(422).resource(OperationOutcome.class);

    assertThat(refused.getIssue())
        .extracting(issue -> issue.getDetails().getText())
        .anyMatch(
            text ->
                text.startsWith("The event decision-made is refused to the role behavioral-health")
                    && text.endsWith("See U50."));
    record(task, "cmo").isOk(200);
  }

  @Test
  void theDirectorDeniesBehavioralHealth() {
    Task task = submit("F33.2");

    Parameters denied =
        record(task, "behavioral-health-director").isOk(200).resource(Parameters.class);

    assertThat(
            ((Task) denied.getParameter("case").getResource())
                .getBusinessStatus()
                .getCodingFirstRep()
                .getCode())
        .isEqualTo("decision-made");
  }

  private Answer record(Task task, String actor) {
    String event =
        "{'resourceType':'Parameters','parameter':[{'name':'event','part':["
            + "{'name':'code','valueCode':'decision-made'},"
            + "{'name':'time','valueDateTime':'2026-06-22T10:00:00-07:00'},"
            + "{'name':'actor','valueCode':'"
            + actor
            + "'}]}"
            + DENIAL
            + "]}";
    return server
        .fhir("POST", "Task/" + task.getIdElement().getIdPart() + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"1\"")
        .json(event.replace('\'', '"'))
        .send();
  }

  private Task submit(String diagnosis) {
    ObjectNode bundle = Submissions.example("home-infusion");
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    return server.submitted(PLAN, bundle.toString().replace("K50.90", diagnosis));
  }
}
