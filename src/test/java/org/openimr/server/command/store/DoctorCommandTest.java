package org.openimr.server.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.server.command.ImrCommand;
import org.openimr.server.content.ObjectStore;
import org.openimr.server.scan.ClamDaemon;

class DoctorCommandTest {

  @TempDir private Path folder;

  private final StringWriter answers = new StringWriter();
  private final StringWriter problems = new StringWriter();

  private int doctor(String... given) {
    List<String> words = new ArrayList<>(List.of("doctor"));
    if (!List.of(given).contains("--")) {
      words.add("--");
    }
    words.addAll(List.of(given));
    return ImrCommand.run(
        new PrintWriter(answers, true),
        new PrintWriter(problems, true),
        words.toArray(String[]::new));
  }

  private Map<String, String> verdicts(String... given) throws IOException {
    List<String> words = new ArrayList<>(List.of("--json", "--"));
    words.addAll(List.of(given));
    doctor(words.toArray(String[]::new));
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonNode each : new ObjectMapper().readTree(answers.toString())) {
      assertThat(each.path("text").asText()).endsWith(".");
      verdicts.put(each.path("check").asText(), each.path("verdict").asText());
    }
    return verdicts;
  }

  @Test
  void aNewPlaceIsFitForTrials() throws IOException {
    Map<String, String> verdicts =
        verdicts("--openimr.data.directory=" + folder.resolve("new"), "--server.port=0");

    assertThat(verdicts)
        .containsEntry("java", "ok")
        .containsEntry("zones", "ok")
        .containsEntry("settings", "ok")
        .containsEntry("data", "ok")
        .containsEntry("port", "ok")
        .containsEntry("access", "warn")
        .containsEntry("signature", "warn")
        .containsEntry("database", "ok");
    assertThat(folder.resolve("new")).doesNotExist();
    assertThat(problems.toString()).isEmpty();
  }

  @Test
  void aSettingThatCannotBeUsedIsNamed() {
    assertThat(doctor("--openimr.timers.every=never", "--server.port=0")).isEqualTo(1);
    assertThat(answers.toString()).contains("wrong settings").contains("openimr.timers.every");
    answers.getBuffer().setLength(0);
    assertThat(doctor("--openimr.no-such=1")).isEqualTo(1);
    assertThat(answers.toString()).contains("wrong settings").contains("openimr.no-such");
  }

  @Test
  void aPortThatIsTakenAndADatabaseThatDoesNotAnswerAreSeen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int nobody = free.getLocalPort();
      free.close();
      Map<String, String> verdicts =
          verdicts(
              "--openimr.data.directory=" + folder,
              "--server.port=" + taken.getLocalPort(),
              "--openimr.database.url=jdbc:postgresql://127.0.0.1:" + nobody + "/none");

      assertThat(verdicts).containsEntry("port", "warn").containsEntry("database", "wrong");
    }
  }

  @Test
  void aKeystoreThatIsNoneIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("no.p12"), "no keystore");
    Map<String, String> verdicts =
        verdicts(
            "--openimr.data.directory=" + folder,
            "--server.port=0",
            "--openimr.signature.keystore=" + file,
            "--openimr.signature.keystore-password=x");

    assertThat(verdicts).containsEntry("signature", "wrong");
    assertThat(answers.toString()).doesNotContain(folder.toString());
  }

  private Map<String, String> contents(String... given) throws IOException {
    answers.getBuffer().setLength(0);
    List<String> all =
        new ArrayList<>(List.of("--openimr.data.directory=" + folder, "--server.port=0"));
    all.addAll(List.of(given));
    return verdicts(all.toArray(String[]::new));
  }

  @Test
  void whereContentsAreKeptIsTried() throws IOException {
    Path content = Files.createDirectory(folder.resolve("content"));
    assertThat(contents("--openimr.content.reserve=1MB")).containsEntry("contents", "ok");
    assertThat(content).isEmptyDirectory();

    assertThat(contents("--openimr.content.largest=100GB")).containsEntry("contents", "warn");
    assertThat(answers.toString()).contains("openimr.content.largest (102400 MB)");
    assertThat(contents("--openimr.content.reserve=100TB")).containsEntry("contents", "wrong");
    assertThat(answers.toString()).contains("every content is refused");
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThat(contents("--openimr.content.directory=" + file)).containsEntry("contents", "wrong");
    assertThat(answers.toString()).doesNotContain(folder.toString());
  }

  @Test
  void aBucketIsWrittenReadListedAndDeletedFrom() throws IOException {
    try (ObjectStore store = new ObjectStore()) {
      assertThat(bucket(store, ObjectStore.KEY)).containsEntry("bucket", "ok");
      assertThat(store.objects()).isEmpty();
      assertThat(bucket(store, "AKIAOTHER")).containsEntry("bucket", "wrong");
      assertThat(answers.toString())
          .contains("is refused (403)", "PutObject")
          .doesNotContain("AKIAOTHER", "not-for-logs");
      store.keep();
      assertThat(bucket(store, ObjectStore.KEY)).containsEntry("bucket", "warn");
      assertThat(answers.toString()).contains("DeleteObject");
      store.close();
      assertThat(bucket(store, ObjectStore.KEY)).containsEntry("bucket", "wrong");
      assertThat(answers.toString()).contains("is not answered");
    }
  }

  private Map<String, String> bucket(ObjectStore store, String key) throws IOException {
    return contents(
        "--openimr.object-store.bucket=" + ObjectStore.BUCKET,
        "--openimr.object-store.endpoint=" + store.address(),
        "--openimr.object-store.access-key=" + key,
        "--openimr.object-store.secret-key=not-for-logs");
  }

  @Test
  void aScannerIsAskedWhetherItIsThere() throws IOException {
    try (ClamDaemon daemon = new ClamDaemon(1_000_000)) {
      String address = "--openimr.scan.address=" + daemon.address();
      assertThat(contents(address, "--openimr.content.largest=1000000B"))
          .containsEntry("scanner", "ok");
      assertThat(contents(address, "--openimr.content.largest=1100000B"))
          .containsEntry("scanner", "warn");
      assertThat(answers.toString()).contains("of 1 MB (openimr.content.largest)", "MaxFileSize");
    }
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "--openimr.scan.address=127.0.0.1:" + other.getLocalPort();
      assertThat(contents(address, "--openimr.scan.timeout=1s")).containsEntry("scanner", "wrong");
      other.close();
      assertThat(contents(address)).containsEntry("scanner", "wrong");
      assertThat(answers.toString()).contains("Nothing answers at openimr.scan.address");
    }
  }
}
