package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** What comes with a case is held against the tables by which events are recorded. */
@OnEachDatabase
class SubmittedHistoryIT {

  private final RunningServer server;

  SubmittedHistoryIT(Database database) {
    this.server = database.server();
  }

  @Test
  void whatAPlanMayNotTellIsRefusedByItsPlaceAndNothingIsStored() {
    ObjectNode bundle = example("residential-mental-health");
    event(bundle, "withdrawn", "2026-07-01T12:00:00-07:00", "member");
    event(bundle, "determination-made", "2026-07-01T13:00:00-07:00", "imro");
    fact(bundle, "outcome").put("valueCode", "upheld");

    OperationOutcome refused =
        submit("demo-plan-vchcp", bundle).isOk(422).resource(OperationOutcome.class);

    assertThat(places(refused))
        .containsExactly(
            "Bundle.entry[0].resource.input[14]",
            "Bundle.entry[0].resource.input[15]",
            "Bundle.entry[0].resource.input[16].value");
    String number = bundle.path("identifier").path("value").asText();
    ObjectNode again = example("residential-mental-health");
    ((ObjectNode) again.path("identifier")).put("value", number);
    submit("demo-plan-vchcp", again).isOk(201);
  }

  @Test
  void aMemberNamesWhoDecided() {
    ObjectNode bundle = example("member-application");
    event(bundle, "decision-made", "2026-03-02T10:00:00-08:00", null);

    OperationOutcome refused =
        submit("demo-member", bundle).isOk(422).resource(OperationOutcome.class);

    assertThat(refused.getIssueFirstRep().getDetails().getText())
        .isEqualTo(
            "The event decision-made is recorded for one of behavioral-health-director, cmo, plan,"
                + " plan-physician, plan-staff, not by the role member; an event that tells of others names its actor.");
    ObjectNode named = example("member-application");
    event(named, "decision-made", "2026-03-02T10:00:00-08:00", "plan");
    submit("demo-member", named).isOk(201);
  }

  private static List<String> places(OperationOutcome outcome) {
    return outcome.getIssue().stream()
        .map(issue -> issue.getExpression().get(0).getValue())
        .toList();
  }

  private static ObjectNode example(String name) {
    ObjectNode bundle = Submissions.example(name);
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    return bundle;
  }

  private static void event(ObjectNode bundle, String code, String time, String actor) {
    ObjectNode input = Submissions.input(bundle, "imr-event", code).put("valueDateTime", time);
    if (actor != null) {
      input
          .putArray("extension")
          .addObject()
          .put("url", "https://openimr.org/fhir/StructureDefinition/imr-event-detail")
          .putArray("extension")
          .addObject()
          .put("url", "actor")
          .put("valueCode", actor);
    }
  }

  private static ObjectNode fact(ObjectNode bundle, String name) {
    return Submissions.input(bundle, "imr-fact", name);
  }

  private Answer submit(String token, ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(token).json(bundle.toString()).send();
  }
}
