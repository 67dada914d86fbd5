package org.openimr.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.server.RunningServer;

/** Policies in a folder are at work, a broken one is named, and all are there after a restart. */
class PolicyFolderIT {

  @TempDir private Path directory;
  @TempDir private Path folder;

  @Test
  void aFolderIsReadAtStartAndWhenItChanges() throws Exception {
    Path file = folder.resolve("sierra.yaml");
    Files.writeString(file, PolicyIT.text());
    Files.writeString(
        folder.resolve("broken.yaml"),
        PolicyIT.text()
            .replace("policy: sierra-vista-imr", "policy: broken-imr")
            .replace("records-sent", "records-lost")
            .replace("complaint-unit", "nowhere"));
    Files.writeString(
        folder.resolve("twin.yaml"),
        PolicyIT.text().replace("version: \"2027-01-01\"", "version: \"2027-02-01\""));
    Files.writeString(folder.resolve("vast.yaml"), "x: " + "y".repeat(PolicyCheck.LARGEST));
    Files.write(
        folder.resolve("latin.yaml"),
        "title: Se\u00f1ora".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    try (RunningServer server = start("--openimr.policies.folder=" + folder)) {
      assertThat(health(server))
          .contains("sierra-vista-imr|2027-01-01", "\"status\":\"refused\"")
          .containsPattern("broken.yaml:\\d+ records-to-imro: there is no event 'records-lost'")
          .containsPattern("broken.yaml:16: 'nowhere' is no code of imr-route")
          .contains("twin.yaml:1 policy: version 2027-01-01 holds on the same day")
          .contains("latin.yaml:1: is no text in UTF-8: byte F1 stands here")
          .contains("vast.yaml:1 is larger than 3145728 bytes");
      Files.writeString(file, PolicyIT.text().replace("2 bd", "4 bd"));
      await(server, "PlanDefinition/sierra-vista-imr-2027-01-01", "4 business days");
      Files.writeString(file, "policy: [");
      awaitHealth(server, "sierra.yaml:1: not YAML");
      assertThat(health(server)).contains("sierra-vista-imr|2027-01-01");
    }
    try (RunningServer server = start()) {
      assertThat(health(server)).contains("sierra-vista-imr|2027-01-01", "\"status\":\"up\"");
    }
  }

  @Test
  void whatAnotherNodePutsIsAtWorkHereSoon() throws Exception {
    try (RunningServer one = start();
        RunningServer other = start()) {
      one.fhir("PUT", "PlanDefinition/elsewhere-imr-2027-01-01")
          .as("demo-admin")
          .json(PolicyIT.plan("elsewhere-imr", "2027-01-01", PolicyIT.text()))
          .send()
          .isOk(201);
      assertThat(health(one)).contains("elsewhere-imr");
      awaitHealth(other, "elsewhere-imr");
      other
          .fhir("DELETE", "PlanDefinition/elsewhere-imr-2027-01-01")
          .as("demo-admin")
          .send()
          .isOk(200);
      Instant end = Instant.now().plus(Duration.ofSeconds(20));
      while (health(one).contains("elsewhere-imr") && Instant.now().isBefore(end)) {
        Thread.sleep(100);
      }
      assertThat(health(one)).doesNotContain("elsewhere-imr");
    }
  }

  private RunningServer start(String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "--openimr.data.directory=" + directory;
    all[1] = "--openimr.policies.refresh=200ms";
    System.arraycopy(settings, 0, all, 2, settings.length);
    return RunningServer.with(all);
  }

  private static String health(RunningServer server) {
    return server.at("GET", "/health/policies").send().isOk(200).text();
  }

  private static void awaitHealth(RunningServer server, String text) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!health(server).contains(text) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
    }
    assertThat(health(server)).contains(text);
  }

  private static void await(RunningServer server, String path, String text)
      throws InterruptedException, IOException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!server.fhir("GET", path).send().text().contains(text) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
    }
    assertThat(server.fhir("GET", path).send().text()).contains(text);
  }
}
