package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.CodeSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was stored is there after a restart, and a second start writes nothing. */
class RestartIT {

  @TempDir private Path directory;

  @Test
  void dataSurviveARestartAndDefinitionsAreUpgradedWhenTheyChange() {
    List<String> before;
    try (RunningServer server = start()) {
      server
          .fhir("PUT", "Patient/kept")
          .as("demo-admin")
          .json("{\"resourceType\":\"Patient\",\"id\":\"kept\"}")
          .send()
          .isOk(201);
      before = versions(server);
      assertThat(before).isNotEmpty();
      server
          .bean(JdbcTemplate.class)
          .update(
              "update imr_artifact set sha256 = ? where path like '%CodeSystem-imr-fact.json'",
              "0".repeat(64));
      server
          .fhir("PUT", "CodeSystem/imr-fact")
          .as("demo-admin")
          .json(
              "{\"resourceType\":\"CodeSystem\",\"id\":\"imr-fact\",\"status\":\"draft\","
                  + "\"url\":\"https://openimr.org/fhir/CodeSystem/imr-fact\",\"content\":\"complete\"}")
          .send()
          .isOk(200);
    }
    try (RunningServer server = start()) {
      server.fhir("GET", "Patient/kept").as("demo-admin").send().isOk(200);
      CodeSystem facts =
          server.fhir("GET", "CodeSystem/imr-fact").send().isOk(200).resource(CodeSystem.class);
      assertThat(facts.getMeta().getVersionId()).isEqualTo("3");
      assertThat(facts.getConcept()).isNotEmpty();
      before.removeIf(version -> version.startsWith("imr-fact "));
      assertThat(versions(server)).containsAll(before);
    }
  }

  private RunningServer start() {
    return RunningServer.with("--openimr.data.directory=" + directory);
  }

  private static List<String> versions(RunningServer server) {
    return server
        .bean(JdbcTemplate.class)
        .queryForList(
            "select fhir_id || ' ' || res_ver from hfj_resource where res_type <> 'Patient'",
            String.class);
  }
}
