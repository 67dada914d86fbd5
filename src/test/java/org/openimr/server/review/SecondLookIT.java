package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A decided case is rated a second time over HTTP by somebody who can see nothing of the first. */
@OnEachDatabase
class SecondLookIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String RATER = "demo-second-rater";

  private final RunningServer server;

  SecondLookIT(Database database) {
    this.server = database.server();
  }

  private Answer post(String token, String path, String parameters) {
    return server
        .fhir("POST", path)
        .as(token)
        .json(("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"'))
        .send();
  }

  private Answer draw(String token, String reviewer) {
    return post(
        token,
        "Task/$second-look",
        "{'name':'reviewer','valueString':'"
            + reviewer
            + "'},{'name':'year','valueInteger':2025},{'name':'kind','valueCode':'pharmacy'}");
  }

  @Test
  void aCaseIsRatedASecondTimeByWhoSeesNothingOfTheFirst() {
    // the claim of this example was denied in 2025
    ObjectNode bundle = Submissions.example("out-of-plan-emergency");
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    Task task = server.submitted(PLAN, bundle.toString());
    String name = CaseFile.reference(task);
    String reviewer = "r." + UUID.randomUUID().toString().substring(0, 8);
    post(PLAN, name + "/$assign-work", "{'name':'assignee','valueString':'" + reviewer + "'}")
        .isOk(200);

    Parameters drawn = draw(PLAN, reviewer).isOk(200).resource(Parameters.class);
    assertThat(((IntegerType) drawn.getParameter("sampled").getValue()).getValue()).isEqualTo(1);
    String look = drawn.getParameter("secondLook").getResource().getIdElement().getIdPart();

    for (String path : List.of(name, "Task/" + look, "Task", "Claim", "ClaimResponse", "Patient")) {
      Answer answer = server.fhir("GET", path).as(RATER).send();
      assertThat(answer.status()).as(path).isIn(403, 404);
      assertThat(answer.text()).as(path).doesNotContain("imr-decision");
    }
    assertThat(post(RATER, "Task/$rate-second-look", "").isOk(200).text()).contains(look);
    String id = "{'name':'secondLook','valueString':'" + look + "'}";
    String file = post(RATER, "Task/$rate-second-look", id).isOk(200).text();
    assertThat(file).contains("99285").doesNotContain("imr-decision", "ClaimResponse", "denied");
    String rating = id + ",{'name':'rating','valueCode':'approved'}";
    assertThat(post(PLAN, "Task/$rate-second-look", rating).status()).isEqualTo(403);
    assertThat(draw(RATER, reviewer).status()).isEqualTo(403);
    assertThat(post(RATER, "Task/$rate-second-look", rating).isOk(200).text())
        .doesNotContain("denied");
    assertThat(post(RATER, "Task/$rate-second-look", rating).status()).isEqualTo(422);

    Parameters report = draw(PLAN, reviewer).isOk(200).resource(Parameters.class);
    assertThat(((IntegerType) report.getParameter("rated").getValue()).getValue()).isEqualTo(1);
    assertThat(report.getParameter("correctiveAction").getValue().primitiveValue())
        .isEqualTo("true");
    assertThat(draw("demo-plan-chw", reviewer).isOk(200).text()).doesNotContain(look);
  }
}
