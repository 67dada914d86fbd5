package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Every curl of docs/audit.md finds something when something happened. */
@OnEachDatabase
class AuditPageIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("(?ms)^curl .*?[^\\\\]$");

  private final RunningServer server;
  private final AuditTrail trail;

  AuditPageIT(Database database) {
    this.server = database.server();
    this.trail = new AuditTrail(server);
  }

  @Test
  void everyCommandOfThePageFindsSomething() throws Exception {
    Task task = submitted();
    String id = task.getIdPart();
    server.fhir("GET", "Task/" + id).as("demo-imro").send().isOk(404);
    server
        .fhir("GET", "Task/" + id + "/$packet?recipient=imro&draft=true")
        .as("demo-plan-vchcp")
        .send();
    server
        .fhir("POST", "Patient")
        .as("demo-plan-vchcp")
        .json("{\"resourceType\":\"Patient\",\"active\":true}")
        .send()
        .isOk(201);
    server.at("POST", "/oauth2/token").body("application/x-www-form-urlencoded", "a=b").send();
    String request = UUID.randomUUID().toString();
    server
        .fhir("GET", "Task/" + id)
        .header("X-Request-ID", request)
        .as("demo-plan-vchcp")
        .send()
        .isOk(200);

    String page = Files.readString(Path.of("docs/audit.md"));
    List<String> commands =
        BLOCK
            .matcher(page)
            .results()
            .flatMap(block -> COMMAND.matcher(block.group(1)).results())
            .map(MatchResult::group)
            .toList();
    assertThat(commands).hasSize(9);
    for (String command : commands) {
      String run =
          command
              .replace("localhost:8080", "127.0.0.1:" + server.port())
              .replace("CASE", id)
              .replace("MEMBER", task.getFor().getReferenceElement().getIdPart())
              .replace("REQUEST", request);
      String answer = output(run);
      Bundle found = Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, answer);
      // people sign in only where there are users: AuditSignInIT
      if (!command.contains("subtype=110122")) {
        assertThat(found.getEntry()).as(command).isNotEmpty();
      }
    }
    assertThat(trail.events("entity=Task/" + id)).hasSize(4);
  }

  private static String output(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Task submitted() throws Exception {
    ObjectNode submission = Submissions.small();
    ((ObjectNode) submission.path("identifier")).put("value", UUID.randomUUID().toString());
    return server.submitted("demo-plan-vchcp", new ObjectMapper().writeValueAsString(submission));
  }
}
