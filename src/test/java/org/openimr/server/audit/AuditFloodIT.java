package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.openimr.server.RunningServer.Call;

/** Nobody fills the records from outside: a flood of refusals is neither answered nor recorded. */
class AuditFloodIT {

  private static final int ALLOWED = 5;

  @Test
  void refusalsBeyondTheRateOfAnAddressAreNotRecorded() {
    try (RunningServer server =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.limits.anonymous-rate=" + 3 * ALLOWED + "/h")) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < ALLOWED; i++) {
        statuses.add(server.fhir("GET", "Task/1").as("not-a-token").send().status());
        statuses.add(server.fhir("POST", "Patient").body("text/plain", "x").send().status());
        statuses.add(token(server).send().status());
      }
      assertThat(statuses).containsOnly(401, 415);

      Answer read = server.fhir("GET", "Task/1").as("not-a-token").send().isOk(429);
      assertThat(read.header("Retry-After")).isNotEmpty();
      server.fhir("POST", "Patient").body("text/plain", "x").send().isOk(429);
      Answer token = token(server).send().isOk(429);
      assertThat(token.header("Retry-After")).isNotEmpty();
      assertThat(token.text()).contains("temporarily_unavailable");

      assertThat(new AuditTrail(server).events("outcome=4")).hasSize(3 * ALLOWED);
      server.fhir("GET", "Task/1").as("demo-department").send().isOk(404);
    }
  }

  private static Call token(RunningServer server) {
    return server.at("POST", "/oauth2/token").body("application/x-www-form-urlencoded", "a=b");
  }
}
