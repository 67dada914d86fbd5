package org.openimr.server.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.RunningServer;
import org.openimr.server.command.ImrCommand;

/** The operator sees which contents belong to nothing, and deletes them. */
class ContentsCommandIT {

  private final Path data = RunningServer.temporaryDirectory();
  private StringWriter answers;
  private StringWriter problems;

  @Test
  void listsThemAndDeletesThemIfToldTo() throws Exception {
    byte[] used = new byte[300_000];
    new Random().nextBytes(used);
    try (RunningServer server = RunningServer.with("--openimr.data.directory=" + data)) {
      assertThat(server.upload("demo-plan-vchcp", "image/tiff", used).statusCode()).isEqualTo(201);
    }
    Path kept = file(used);
    Files.setLastModifiedTime(kept, old());
    final Path one = orphan(1);
    final Path other = orphan(2);

    assertThat(sweep("--older-than=1h")).isEqualTo(2);
    assertThat(problems.toString()).contains("--older-than is 13h or more");

    assertThat(sweep("--json")).isZero();
    JsonNode seen = new ObjectMapper().readTree(answers.toString());
    assertThat(seen.path("idle").findValuesAsText("sha256"))
        .containsExactlyInAnyOrder(one.getFileName().toString(), other.getFileName().toString());
    assertThat(seen.path("kept").asInt()).isEqualTo(1);
    assertThat(seen.path("deleted").asInt(-1)).isZero();

    // two of three: perhaps another database than the one that names them
    assertThat(sweep("--delete")).isEqualTo(1);
    assertThat(problems.toString()).contains("more would go than stay");
    assertThat(one).exists();

    assertThat(sweep("--delete", "--even-most")).isZero();
    assertThat(answers.toString()).contains(one.getFileName() + " 1000 bytes", "2 were deleted.");
    assertThat(one).doesNotExist();
    assertThat(other).doesNotExist();
    assertThat(kept).exists();
  }

  private int sweep(String... options) {
    answers = new StringWriter();
    problems = new StringWriter();
    return ImrCommand.run(
        new PrintWriter(answers, true),
        new PrintWriter(problems, true),
        Stream.of(
                Stream.of("contents", "sweep"),
                Stream.of(options),
                Stream.of("--", "--openimr.data.directory=" + data))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private Path orphan(int seed) throws IOException {
    byte[] content = new byte[1000];
    new Random(seed).nextBytes(content);
    Path file = file(content);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, old());
    return file;
  }

  private static FileTime old() {
    return FileTime.from(Instant.now().minus(Duration.ofDays(3)));
  }

  private Path file(byte[] content) {
    String sha256 = CanonicalJson.sha256(content);
    return data.resolve("content").resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
