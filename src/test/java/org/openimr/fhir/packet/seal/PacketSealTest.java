package org.openimr.fhir.packet.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.Base64Content;
import org.openimr.fhir.json.CanonicalJson;

/** A packet that names contents is listed and signed as the one that holds them. */
class PacketSealTest {

  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final byte[] SCANS = noise(200_001);
  private static final byte[] PHOTO = noise(49_152);

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  /** A packet with a document, and with a patient whose photograph is in it. */
  private static Bundle packet(boolean named) {
    Bundle packet = SealedPacket.bundle("2026-000001-imro-1");
    DocumentReference document = new DocumentReference();
    document.setId("scans");
    hold(document.addContent().getAttachment().setContentType("image/tiff"), SCANS, named);
    packet
        .addEntry()
        .setFullUrl("https://imr.example.org/fhir/DocumentReference/scans")
        .setResource(document);
    Patient patient = new Patient();
    patient.setId("another");
    hold(patient.addPhoto().setContentType("image/png"), PHOTO, named);
    packet
        .addEntry()
        .setFullUrl("https://imr.example.org/fhir/Patient/another")
        .setResource(patient);
    return packet;
  }

  private static void hold(Attachment attachment, byte[] content, boolean named) {
    attachment.setData(content);
    if (named) {
      ContentElement.of(attachment)
          .orElseThrow()
          .hold(new StoredContent(CanonicalJson.sha256(content), content.length) + "/1a", false);
    }
  }

  private static PacketSeal seal(KeptContents contents) {
    return new PacketSeal(FHIR, SigningKeys.PLAN, contents);
  }

  private static KeptContents kept(Set<String> asked) {
    Map<String, byte[]> all =
        Map.of(CanonicalJson.sha256(SCANS), SCANS, CanonicalJson.sha256(PHOTO), PHOTO);
    return (about, content, sink) -> {
      asked.add(about);
      byte[] bytes = all.get(content.sha256());
      // as a file is read, in pieces of any length
      for (int from = 0; from < bytes.length; from += 10_007) {
        byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 10_007));
        sink.take(piece, 0, piece.length);
      }
    };
  }

  @Test
  void whatIsNamedIsHashedAndSignedAsIfItWereThere() {
    Set<String> asked = new TreeSet<>();
    PacketSeal seal = seal(kept(asked));
    Bundle named = seal.listed(packet(true));
    seal.sign(named, SealedPacket.SIGNED);

    assertThat(asked).containsExactly("DocumentReference/scans", "Patient/another");
    assertThat(FHIR.newJsonParser().encodeResourceToString(named).length())
        .as("nothing was put into it")
        .isLessThan(40_000);
    Bundle held = seal(KeptContents.NONE).listed(packet(false));
    assertThat(seal.manifestSha256(named)).isEqualTo(seal.manifestSha256(held));

    byte[] sent = CanonicalJson.of(seal.json(named));
    assertThat(
            new PacketVerifier(SigningKeys.trusted())
                .verify(sent, ExpectedPacket.ANY, SealedPacket.SIGNED.plusSeconds(60))
                .findings())
        .isEmpty();
  }

  @Test
  void theTreeGivesTheContentsWhereTheyStand() {
    PacketSeal seal = seal(kept(new TreeSet<>()));
    JsonNode tree = seal.json(packet(true));
    List<JsonNode> data = tree.findValues("data");
    assertThat(data).extracting(Base64Content::sha256).contains(CanonicalJson.sha256(SCANS));
    assertThat(CanonicalJson.of(tree))
        .isEqualTo(CanonicalJson.of(seal(KeptContents.NONE).json(packet(false))));
    assertThat(tree.toString()).doesNotContain(ContentElement.NAME);
  }

  @Test
  void whatIsLostEndsIt() {
    PacketSeal seal =
        seal(
            (about, content, sink) -> {
              sink.take("half of it".getBytes(StandardCharsets.UTF_8), 0, 10);
              throw new IllegalStateException("lost " + about);
            });
    Bundle packet = packet(true);
    assertThatThrownBy(() -> seal.listed(packet)).hasMessage("lost DocumentReference/scans");
    assertThat(FHIR.newJsonParser().encodeResourceToString(packet))
        .as("it names its contents as before")
        .contains(CanonicalJson.sha256(SCANS), CanonicalJson.sha256(PHOTO));
  }
}
