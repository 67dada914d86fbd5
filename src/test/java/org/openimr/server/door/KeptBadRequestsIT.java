package org.openimr.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.door.RawRequest.RawAnswer;

/** Each request that was once found to be answered wrongly is answered as it should be. */
@OnEachDatabase
class KeptBadRequestsIT {

  private final RunningServer server;

  KeptBadRequestsIT(Database database) {
    this.server = database.server();
    server.fhir("PUT", "Patient/kept").as("demo-admin").json(PATIENT).send();
  }

  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"kept\",\"name\":[{\"family\":\"Secret\"}]}";

  static Stream<BadRequest> kept() {
    return BadRequest.kept();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kept")
  void isAnsweredAsItShouldBe(BadRequest bad) {
    RawRequest request = bad.request();
    if (!request.headers().containsKey("Authorization")) {
      request = request.with("Authorization", "Bearer demo-admin");
    }
    RawAnswer answer = request.sendTo(server.port());
    assertThat(answer.status()).as(answer.text()).isEqualTo(bad.status());
    if (bad.code() != null) {
      requireOutcome(answer, bad);
    }
  }

  private static void requireOutcome(RawAnswer answer, BadRequest bad) {
    assertThat(answer.text()).doesNotContain("HAPI-", "ca.uhn", "Exception", "Secret", "\tat ");
    boolean xml = answer.header("Content-Type").contains("xml");
    FhirContext context = FhirContext.forR4Cached();
    OperationOutcome outcome =
        (xml ? context.newXmlParser() : context.newJsonParser())
            .parseResource(OperationOutcome.class, answer.text());
    if (!bad.code().equals("*")) {
      assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo(bad.code());
    }
    assertThat(outcome.getIssue())
        .allSatisfy(issue -> assertThat(issue.getDetails().getText()).isNotBlank());
    if (!bad.places().equals(List.of("*"))) {
      assertThat(outcome.getIssue().stream().map(KeptBadRequestsIT::place).toList())
          .isEqualTo(bad.places());
    }
  }

  private static String place(OperationOutcomeIssueComponent issue) {
    return issue.hasExpression() ? issue.getExpression().get(0).getValue() : "-";
  }
}
