package org.openimr.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** The client in the examples does a whole shift. */
@OnEachDatabase
class ImroClientIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;

  ImroClientIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aShiftGoesFromTheWorkListToTheDetermination() throws Exception {
    assertThat(new ClientShift(server, "http://127.0.0.1:" + server.port() + "/fhir").said("0"))
        .containsSubsequence(
            "signed in as demo-imro-clerk",
            "owed: ",
            "review accepted",
            "-imro-1: ",
            " verified",
            "-imro-1 acknowledged",
            "asked the plan for more",
            "-imro-2: ",
            "1 documents, verified",
            "-imro-2 acknowledged",
            "a reviewer is assigned",
            "review checked",
            "11 documents reviewed",
            "the case is determined")
        .doesNotContain("contents fetched");
  }

  @Test
  void allPagesOfASearchAreRead() throws Exception {
    Task task = server.submitted(PLAN, Submissions.small().toString());
    String search = "Task?part-of=Task/" + task.getIdElement().getIdPart();
    int all = server.found(PLAN, search + "&_count=100").size();
    assertThat(all).isGreaterThan(4);
    assertThat(
            new ClientShift(server, "http://127.0.0.1:" + server.port() + "/fhir")
                .found(PLAN, search + "&_count=2"))
        .isEqualTo(all);
  }
}
