package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;

/**
 * A packet whose contents are more than one resource may hold in memory is issued, and read as
 * JSON, zip and PDF; what cannot give all of it says so.
 */
class LargePacketIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final RunningServer SERVER =
      RunningServer.with(
          "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
          "--openimr.limits.body-size=1MB");

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void whatIsMoreThanAResourceMayHoldIsGivenWhole() throws Exception {
    List<byte[]> scans = List.of(noise(900_000), noise(800_000), noise(700_000));
    String packet = "/$packet?recipient=imro";
    Task task = submitted(scans);
    String path = CaseFile.reference(task) + packet;

    Answer issued = SERVER.fhir("POST", path).as(PLAN).send().isOk(200);
    Bundle bundle = issued.resource(Bundle.class);
    assertThat(contents(bundle)).containsAll(List.of(900_000, 800_000, 700_000));
    assertThat(
            SERVER
                .bean(PacketVerifier.class)
                .verify(
                    issued.text().getBytes(StandardCharsets.UTF_8),
                    ExpectedPacket.ANY,
                    Instant.now())
                .findings())
        .isEmpty();
    Answer read = SERVER.fhir("GET", path).as(PLAN).send().isOk(200);
    assertThat(read.text()).isEqualTo(issued.text());

    Map<String, byte[]> files = unzipped(get(path + "&_format=zip").body());
    assertThat(files.get("bundle.json")).isEqualTo(issued.text().getBytes(StandardCharsets.UTF_8));
    for (byte[] each : scans) {
      assertThat(files.values()).anyMatch(file -> Arrays.equals(file, each));
    }
    HttpResponse<byte[]> pdf = get(path + "&_format=pdf");
    assertThat(pdf.statusCode()).isEqualTo(200);
    assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");

    for (String form : List.of("&_format=xml", "&_pretty=true")) {
      HttpResponse<byte[]> refused = get(path + form);
      assertThat(refused.statusCode()).as(form).isEqualTo(406);
      assertThat(new String(refused.body(), StandardCharsets.UTF_8))
          .contains("too large for this form; ask for it as JSON, without _pretty");
      isRefusedByHead(path + form);
    }
    asABundle(bundle);
  }

  /** Whoever reads it as a resource gets all of it; a search says that it does not give all. */
  private void asABundle(Bundle issued) throws Exception {
    String name = "Bundle/" + new IdType(issued.getId()).getIdPart();
    Answer read = SERVER.fhir("GET", name).as(PLAN).send().isOk(200);
    assertThat(read.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(read.header("Last-Modified")).isNotEmpty();
    assertThat(contents(read.resource(Bundle.class))).containsAll(contents(issued));
    assertThat(read.text()).doesNotContain(ContentElement.NAME);
    assertThat(get(name + "?_format=xml").statusCode()).isEqualTo(406);
    isRefusedByHead(name + "?_format=xml");
    SERVER.fhir("HEAD", name).as(PLAN).send().isOk(200);
    assertThat(
            contents(
                SERVER
                    .fhir("GET", name + "/_history/1")
                    .as(PLAN)
                    .send()
                    .isOk(200)
                    .resource(Bundle.class)))
        .containsAll(contents(issued));

    String search = "_id=" + new IdType(issued.getId()).getIdPart();
    isNotWhole(SERVER.found(PLAN, "Bundle?" + search).get(0));
    isNotWhole(SERVER.found(PLAN, "Bundle/_search?" + search).get(0));
    isNotWhole(SERVER.found(PLAN, name + "/_history").get(0));
  }

  private static void isRefusedByHead(String path) {
    assertThat(SERVER.fhir("HEAD", path).as(PLAN).send().status()).as(path).isEqualTo(406);
  }

  private static void isNotWhole(Resource found) {
    assertThat(found.getMeta().getTag()).anyMatch(tag -> "SUBSETTED".equals(tag.getCode()));
    // any two of the three are more than fits
    assertThat(contents((Bundle) found)).filteredOn(bytes -> bytes > 100_000).hasSize(1);
  }

  private static List<Integer> contents(Bundle packet) {
    return packet.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Binary.class::isInstance)
        .map(each -> ((Binary) each).getData())
        .filter(Objects::nonNull)
        .map(data -> data.length)
        .toList();
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private static Task submitted(List<byte[]> contents) throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    List<ObjectNode> documents = Submissions.all(bundle, "DocumentReference");
    for (int i = 0; i < contents.size(); i++) {
      String id = RunningServer.created(SERVER.upload(PLAN, "image/tiff", contents.get(i)));
      ObjectNode attachment = (ObjectNode) documents.get(i).at("/content/0/attachment");
      attachment.removeAll();
      attachment.put("contentType", "image/tiff").put("url", "Binary/" + id);
    }
    return SERVER.submitted(PLAN, bundle.toString());
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + "/fhir/" + path))
            .header("Authorization", "Bearer " + PLAN)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static Map<String, byte[]> unzipped(byte[] zip) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }
}
