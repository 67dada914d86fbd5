package org.openimr.server.command.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.packet.seal.SealedPacket;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openimr.server.command.ImrCommand;

/** A packet in a file is verified without a server; the status says what came of it. */
class VerifyCommandTest {

  @TempDir private Path folder;
  private Path packet;
  private Path trusted;
  private final StringWriter answers = new StringWriter();
  private final StringWriter problems = new StringWriter();

  @BeforeEach
  void files() throws IOException {
    packet = Files.write(folder.resolve("packet.json"), SealedPacket.by(SigningKeys.PLAN));
    trusted =
        Files.writeString(
            folder.resolve("trusted.pem"),
            X509CertUtils.toPEMString(SigningKeys.AUTHORITY_CERTIFICATE));
  }

  private int run(Object... arguments) {
    return ImrCommand.run(
        new PrintWriter(answers, true),
        new PrintWriter(problems, true),
        Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void aValidPacketEndsWithNought() {
    assertThat(run("packet", "verify", packet, "--trust", trusted)).isZero();
    assertThat(answers.toString())
        .isEqualToIgnoringNewLines(
            packet
                + ": valid, packet 2026-000001-imro-1, signed 2026-07-03T17:00:00Z by 1234567893");
    assertThat(problems.toString()).isEmpty();
  }

  @Test
  void anAlteredOneEndsWithOneAndNamesTheEntry() throws IOException {
    Files.writeString(
        packet, Files.readString(packet).replace("Mu\u00f1oz", "Munoz"), StandardCharsets.UTF_8);
    assertThat(run("packet", "verify", packet, "--trust", trusted)).isEqualTo(1);
    assertThat(problems.toString()).startsWith("altered Patient/member: ");
    assertThat(answers.toString()).contains("NOT valid");
  }

  @Test
  void withoutTrustNobodyVouchesForIt() {
    assertThat(run("packet", "verify", packet)).isEqualTo(1);
    assertThat(problems.toString()).startsWith("certificate-untrusted: ");
  }

  @Test
  void theAnswerMayBeJson() throws IOException {
    assertThat(
            run(
                "packet",
                "verify",
                packet,
                "--trust",
                trusted,
                "--json",
                "--number",
                "2026-000001-imro-2",
                "--recipient",
                "imro"))
        .isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(answers.toString());
    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("finding")).hasSize(1);
    assertThat(answer.path("finding").path(0).path("code").asText()).isEqualTo("replayed");
  }

  @Test
  void aPacketIsZippedAndVerifiedAsAZip() throws IOException {
    Path zip = folder.resolve("packet.zip");
    assertThat(run("packet", "zip", packet)).isZero();
    assertThat(zip).isNotEmptyFile();
    assertThat(run("packet", "verify", zip, "--trust", trusted)).isZero();
    assertThat(run("packet", "zip", packet)).as("is there already").isEqualTo(2);
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(run("packet", "verify", zip, "--trust", trusted)).isEqualTo(2);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThat(run("packet", "verify", Files.write(zip, longer))).isEqualTo(2);
    // what lies between the files is in no manifest
    byte[] before = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, before, 1, bytes.length);
    assertThat(run("packet", "verify", Files.write(zip, before))).isEqualTo(2);
    Path none = Files.writeString(folder.resolve("none.json"), "{}");
    assertThat(run("packet", "zip", none)).isEqualTo(2);
    assertThat(folder.resolve("none.zip")).doesNotExist();
    assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void whatIsNoPacketEndsWithTwo() throws IOException {
    assertThat(run("packet", "verify", folder.resolve("none"))).isEqualTo(2);
    assertThat(run("packet", "verify", Files.writeString(folder.resolve("x"), "{"))).isEqualTo(2);
    assertThat(run("packet", "verify", packet, "--trust", packet)).isEqualTo(2);
    assertThat(run("packet")).isEqualTo(2);
    assertThat(problems.toString()).doesNotContain("Exception");
  }
}
