package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.casefile.submission.Submissions;

/**
 * A server on the embedded database is killed in the midst of submissions, events and other writes:
 * what it had answered is there after the next start. H2 is told to write nothing by itself for a
 * day, so that chance helps nobody.
 */
class KilledEmbeddedIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int CLIENTS = 3;
  private static final int WRITES = 60;

  @TempDir private Path directory;

  /** By reference, the version that was answered last. */
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();

  @Test
  void whatWasAnsweredIsThere() throws Exception {
    String[] settings = {
      "--openimr.database.url=jdbc:h2:file:"
          + directory.resolve("imr")
          + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=86400000",
      "--openimr.data.directory=" + directory.resolve("data")
    };
    try (ServerProcess server = new ServerProcess(directory, "1g", settings)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Thread(() -> write(server.client())));
      }
      clients.forEach(Thread::start);
      while (writes() < WRITES && clients.stream().allMatch(Thread::isAlive)) {
        Thread.sleep(5);
      }
      server.kill();
      for (Thread each : clients) {
        each.join();
      }
    }
    assertThat(writes()).isGreaterThanOrEqualTo(WRITES);
    try (RunningServer server = RunningServer.with(settings)) {
      answered.forEach(
          (reference, version) -> {
            Answer found = server.fhir("GET", reference).as(PLAN).send().isOk(200);
            if (reference.startsWith("Task/")) {
              assertThat(version(found)).as(reference).isGreaterThanOrEqualTo(version);
            }
          });
      assertThat(answered.keySet())
          .extracting(reference -> reference.substring(0, reference.indexOf('/')))
          .contains("Task", "Binary", "Group");
    }
  }

  private int writes() {
    return answered.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int version(Answer answer) {
    return Integer.parseInt(answer.header("ETag").replaceAll("\\D", ""));
  }

  /** Writes, one way after the other, until the server is gone. */
  private void write(RunningServer server) {
    try {
      while (true) {
        Task task = server.submitted(PLAN, Submissions.of(25).toString());
        String reference = "Task/" + task.getIdElement().getIdPart();
        answered.put(reference, 1);
        for (int version = 1; version <= 5; version++) {
          record(server, reference, version);
          answered.put(reference, version + 1);
        }
        note(server.fhir("POST", "Group").as(PLAN).json(group()).send().isOk(201));
        note(
            server
                .fhir("POST", "Binary")
                .as(PLAN)
                .body("text/plain", UUID.randomUUID().toString())
                .send()
                .isOk(201));
      }
    } catch (UncheckedIOException killed) {
      // as expected
    }
  }

  private void note(Answer created) {
    String[] parts = created.header("Location").split("/fhir/")[1].split("/_history/");
    answered.put(parts[0], Integer.parseInt(parts[1]));
  }

  private static String group() {
    return "{\"resourceType\":\"Group\",\"type\":\"person\",\"actual\":false,\"characteristic\":[{"
        + "\"exclude\":false,\"code\":{\"coding\":[{\"system\":"
        + "\"https://openimr.org/fhir/CodeSystem/imr-group-characteristic\",\"code\":\"policy\"}]},"
        + "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"dmhc-imr-vchcp\"}]}}]}";
  }

  private static void record(RunningServer server, String reference, int version) {
    server
        .fhir("POST", reference + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\"new-record-received\"},{\"name\":\"time\","
                + "\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
        .send()
        .isOk(200);
  }
}
