package org.openimr.server.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ListResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.RunningServer;

/** Every curl of docs/mhd.md does what the page says, with the example of an EHR. */
class MhdPageIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("(?ms)^curl .*?[^\\\\]$");

  private RunningServer server;

  @BeforeEach
  void start() {
    // the example bears one number, so that one case may have it
    server = RunningServer.with("--openimr.data.directory=" + RunningServer.temporaryDirectory());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theRecordsJoinTheCaseAndAreFound() throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSize(5);
    assertThat(output(commands.get(0))).contains("\"name\":\"case\"");

    assertThat(statuses(output(commands.get(1))))
        .as("set, Patient, two documents, their contents")
        .containsExactly("201", "200", "201", "201", "201", "201");
    assertThat(statuses(output(commands.get(1))))
        .as("the same again")
        .containsExactly("201", "200", "200", "200", "200", "200");

    List<BundleEntryComponent> set = bundle(output(commands.get(2))).getEntry();
    assertThat(set).hasSize(1);
    ListResource found = (ListResource) set.get(0).getResource();
    assertThat(found.getEntry()).hasSize(2);
    assertThat(found.getIdentifier()).hasSize(2);
    assertThat(found.getExtension()).hasSize(2);
    assertThat(bundle(output(commands.get(3))).getEntry()).hasSize(3);
    List<BundleEntryComponent> note = bundle(output(commands.get(4))).getEntry();
    assertThat(note).hasSize(1);
    DocumentReference document = (DocumentReference) note.get(0).getResource();
    assertThat(document.getContentFirstRep().getAttachment().getData())
        .asString(StandardCharsets.UTF_8)
        .startsWith("Progress note of 30 June 2026.");
    assertThat(document.getContentFirstRep().getAttachment().getTitle()).isEqualTo("Progress note");
    assertThat(document.getContext().getFacilityType().getCodingFirstRep().getCode())
        .isEqualTo("35971002");
  }

  private static List<String> commands() throws Exception {
    return BLOCK
        .matcher(Files.readString(Path.of("docs/mhd.md")))
        .results()
        .flatMap(block -> COMMAND.matcher(block.group(1)).results())
        .map(MatchResult::group)
        .toList();
  }

  private static List<String> statuses(String answer) {
    return bundle(answer).getEntry().stream()
        .map(each -> each.getResponse().getStatus().substring(0, 3))
        .toList();
  }

  private static Bundle bundle(String answer) {
    assertThat(answer).contains("\"resourceType\":\"Bundle\"");
    return Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, answer);
  }

  private String output(String command) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh", "-c", command.replace("localhost:8080", "127.0.0.1:" + server.port()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
