package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;

/** A Bundle whose contents are filled in while it is written is the Bundle that held them. */
class FilledJsonTest {

  private static final FhirContext FHIR = FhirContext.forR4Cached();

  @TempDir private Path folder;
  private ContentFiles store;
  private BinaryContents contents;

  @BeforeEach
  void anEmptyStore() {
    store = new ContentFiles(folder, new ContentParts(folder, 0, sha256 -> {}));
    contents = new BinaryContents(store, Duration.ofMinutes(1));
  }

  /** Contents of every remainder that base64 knows, one of several pieces, one that stays. */
  private static Bundle packet() {
    Bundle packet = new Bundle().setType(Bundle.BundleType.DOCUMENT);
    packet.setId("one");
    Random random = new Random(3);
    for (int size : List.of(1, 2, 3, 200_000, 65_536, 131_072, 131_073)) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      DocumentReference document = new DocumentReference().setDescription("Größe " + size);
      document.addContent().getAttachment().setContentType("image/tiff").setData(bytes);
      packet.addEntry().setFullUrl("urn:uuid:" + size).setResource(document);
    }
    packet.addEntry().setResource(new Binary().setContentType("text/plain").setData(new byte[9]));
    return packet;
  }

  /** Names the contents of the first entries and keeps them apart. */
  private void keepApart(Bundle packet, int entries) throws IOException {
    for (int i = 0; i < entries; i++) {
      for (ContentElement each : ContentElements.of(inBundle(packet, i))) {
        each.hold(store.put(new ByteArrayInputStream(each.bytes())).toString(), false);
      }
    }
  }

  private static Resource inBundle(Bundle packet, int entry) {
    return packet.getEntry().get(entry).getResource();
  }

  private String written(Bundle packet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FilledJson.of(packet, FHIR, contents, text -> text).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String json(Bundle packet) {
    return FHIR.newJsonParser()
        .setOverrideResourceIdWithBundleEntryFullUrl(false)
        .encodeResourceToString(packet);
  }

  @Test
  void whatIsWrittenIsWhatWasHeld() throws IOException {
    for (int apart : List.of(0, 1, 7, 8)) {
      Bundle packet = packet();
      String held = json(packet);
      keepApart(packet, apart);
      String named = json(packet);
      assertThat(written(packet)).as("%s apart", apart).isEqualTo(held);
      // the resource is as it was, and can be written again
      assertThat(json(packet)).isEqualTo(named);
      assertThat(written(packet)).isEqualTo(held);
    }
  }

  @Test
  void whatIsNotThereIsToldBeforeAnythingIsWritten() throws IOException {
    Bundle packet = packet();
    keepApart(packet, 7);
    try (Stream<Path> files = Files.walk(folder)) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    assertThatThrownBy(() -> FilledJson.of(packet, FHIR, contents, text -> text))
        .isInstanceOfSatisfying(
            BaseServerResponseException.class,
            each -> assertThat(each.getStatusCode()).isEqualTo(503));
    assertThat(json(packet)).contains(ContentElement.NAME);
  }

  @Test
  void whatWasAlteredBreaksOff() throws IOException {
    Bundle packet = packet();
    keepApart(packet, 4);
    Path large;
    try (Stream<Path> files = Files.walk(folder)) {
      large =
          files
              .filter(Files::isRegularFile)
              .filter(each -> each.toFile().length() == 200_000)
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(large);
    bytes[199_999] ^= 1;
    large.toFile().setWritable(true);
    Files.write(large, bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FilledJson json = FilledJson.of(packet, FHIR, contents, text -> text);
    assertThatThrownBy(() -> json.write(out)).isInstanceOf(BrokenOffContentException.class);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("urn:uuid:65536");
  }
}
