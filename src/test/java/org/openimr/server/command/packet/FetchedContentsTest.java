package org.openimr.server.command.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.seal.SealedPacket;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openimr.server.command.ImrCommand;

/**
 * Contents that a packet leaves out are verified where they were fetched to, or said to be unseen.
 */
class FetchedContentsTest {

  private static final byte[] SCANS = new byte[200_000];

  static {
    new Random(7).nextBytes(SCANS);
  }

  @TempDir private Path folder;
  private Path packet;
  private Path trusted;
  private Path fetched;
  private StringWriter answers;
  private StringWriter problems;

  @BeforeEach
  void files() throws IOException {
    packet = Files.write(folder.resolve("packet.json"), SealedPacket.apart(SCANS));
    trusted =
        Files.writeString(
            folder.resolve("trusted.pem"),
            X509CertUtils.toPEMString(SigningKeys.AUTHORITY_CERTIFICATE));
    fetched = Files.createDirectory(folder.resolve("fetched"));
  }

  private int verify(Object... more) {
    answers = new StringWriter();
    problems = new StringWriter();
    return ImrCommand.run(
        new PrintWriter(answers, true),
        new PrintWriter(problems, true),
        Stream.concat(
                Stream.of("packet", "verify", packet, "--trust", trusted), Arrays.stream(more))
            .map(Object::toString)
            .toArray(String[]::new));
  }

  @Test
  void withoutAPlaceItNamesWhatItDidNotLookAt() throws IOException {
    assertThat(verify()).isZero();
    assertThat(answers.toString())
        .contains(
            "content-apart DocumentReference/letter: ",
            "content-apart DocumentReference/scans: ",
            "it was not looked at",
            CanonicalJson.sha256(SCANS))
        .endsWith("by 1234567893; contents that were NOT looked at: 2" + System.lineSeparator());

    assertThat(verify("--json")).isZero();
    JsonNode answer = new ObjectMapper().readTree(answers.toString());
    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("contentsUnseen").asInt()).isEqualTo(2);
    assertThat(answer.path("contentsVerified").asInt(-1)).isZero();
  }

  @Test
  void inAFolderOrAFileTheyAreVerifiedUnderAnyName() throws IOException {
    Files.writeString(fetched.resolve("letter"), "made up");
    Files.write(fetched.resolve("from the portal (2).tiff"), SCANS);
    Files.writeString(fetched.resolve("other.txt"), "nothing of it");
    assertThat(verify("--contents", fetched)).isZero();
    assertThat(answers.toString())
        .contains(
            "content-verified DocumentReference/scans: The content that the packet leaves out is"
                + " that of from the portal (2).tiff.")
        .endsWith("; contents beside it that were verified: 2" + System.lineSeparator());
    assertThat(problems.toString()).isEmpty();

    Path letter = fetched.resolve("letter");
    Path scans = fetched.resolve("from the portal (2).tiff");
    assertThat(verify("--contents", letter, "--contents", scans, "--json")).isZero();
    JsonNode answer = new ObjectMapper().readTree(answers.toString());
    assertThat(answer.path("contentsUnseen").asInt(-1)).isZero();
    assertThat(answer.path("contentsVerified").asInt()).isEqualTo(2);
  }

  @Test
  void oneByteAnotherSizeOrNoFileIsWrong() throws IOException {
    Files.writeString(fetched.resolve("letter.txt"), "made up");
    byte[] flipped = SCANS.clone();
    flipped[100_000] ^= 1;
    byte[] broken = Arrays.copyOf(SCANS, 150_000);
    for (byte[] other : List.of(flipped, broken)) {
      Files.write(fetched.resolve("scans.tiff"), other);
      assertThat(verify("--contents", fetched)).isEqualTo(1);
      assertThat(problems.toString())
          .startsWith(
              "content-altered DocumentReference/scans: scans.tiff is not the content of the"
                  + " document: it has "
                  + other.length
                  + " bytes; right are 200000 bytes, SHA-256 "
                  + CanonicalJson.sha256(SCANS));
      assertThat(answers.toString()).contains("NOT valid");
    }
    Files.delete(fetched.resolve("scans.tiff"));
    assertThat(verify("--contents", fetched)).isEqualTo(1);
    assertThat(problems.toString())
        .contains("No file holds the content of the document: 200000 bytes, SHA-256 ");
    // what bears the name of a Binary must be it, though another file is
    Files.write(fetched.resolve("whole.tiff"), SCANS);
    Files.write(fetched.resolve("scans"), flipped);
    assertThat(verify("--contents", fetched)).isEqualTo(1);
  }

  @Test
  void aPlaceThatIsNotThereEndsWithTwo() {
    assertThat(verify("--contents", folder.resolve("none"))).isEqualTo(2);
    assertThat(problems.toString()).contains("is not there").doesNotContain("Exception");
  }

  @Test
  void theZipOfSuchAPacketIsVerifiedWithThem() throws IOException {
    Path zip = folder.resolve("packet.zip");
    assertThat(
            ImrCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                "packet",
                "zip",
                packet.toString()))
        .isZero();
    Files.writeString(fetched.resolve("letter"), "made up");
    Files.write(fetched.resolve("scans"), SCANS);
    packet = zip;
    assertThat(verify("--contents", fetched)).isZero();
    assertThat(answers.toString()).contains("contents beside it that were verified: 2");
  }
}
