package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A packet goes out as a zip to those who may have it, and is verified as one. */
@OnEachDatabase
class PacketZipIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;

  PacketZipIT(Database database) {
    this.server = database.server();
  }

  private String submit() {
    ObjectNode bundle = Submissions.small();
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    Submissions.name(bundle, 2, "demo-imro");
    return server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart();
  }

  private HttpResponse<byte[]> zip(String method, String path, String token, String accept)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/fhir/" + path))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private Answer sent(byte[] zip, String query) throws Exception {
    return sentTo("Bundle/$verify-packet" + query, zip);
  }

  private Answer sentTo(String path, byte[] zip) throws Exception {
    return new Answer(
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.port() + "/fhir/" + path))
                .POST(BodyPublishers.ofByteArray(zip))
                .header("Authorization", "Bearer " + PLAN)
                .header("Content-Type", "application/zip")
                .build(),
            BodyHandlers.ofString()));
  }

  @Test
  void aPacketGoesOutAndComesBackInWhole() throws Exception {
    String path = "Task/" + submit() + "/$packet?recipient=imro";
    HttpResponse<byte[]> issued = zip("POST", path, PLAN, "application/zip");

    assertThat(issued.statusCode()).isEqualTo(200);
    assertThat(issued.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(issued.headers().firstValue("Content-Disposition").orElse(""))
        .contains("-imro-1.zip");
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(issued.body()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    assertThat(files.keySet()).contains("bundle.json", "signature.jws", "manifest.json");
    assertThat(files.keySet().stream().filter(each -> each.startsWith("documents/"))).hasSize(9);
    assertThat(new String(files.get("bundle.json"), java.nio.charset.StandardCharsets.UTF_8))
        .as("the same as in JSON")
        .isEqualTo(server.fhir("GET", path).as(PLAN).send().isOk(200).text());

    Parameters verdict =
        sent(issued.body(), "?recipient=imro").isOk(200).resource(Parameters.class);
    assertThat(verdict.getParameterBool("valid")).isTrue();
    assertThat(
            sent(issued.body(), "?recipient=member")
                .isOk(200)
                .resource(Parameters.class)
                .getParameterBool("valid"))
        .isFalse();
    for (String read : new String[] {path, path + "&_format=zip"}) {
      HttpResponse<byte[]> again =
          zip("GET", read, "demo-imro", read.contains("_format") ? "*/*" : "application/zip");
      assertThat(again.body()).isEqualTo(issued.body());
    }
  }

  @Test
  void whoMayNotHaveThePacketGetsNoZip() throws Exception {
    String path = "Task/" + submit() + "/$packet?recipient=imro";
    zip("POST", path, PLAN, "application/zip");

    HttpResponse<byte[]> refused = zip("GET", path, "demo-plan-chw", "application/zip");
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(new String(refused.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("OperationOutcome");
    assertThat(zip("GET", "Task?_count=1", PLAN, "application/zip").statusCode()).isEqualTo(406);
    assertThat(zip("GET", path, PLAN, "application/x-tar").statusCode()).isEqualTo(406);
  }

  @Test
  void aHostileZipIsRefusedAndNoOtherAddressTakesOne() throws Exception {
    byte[] zip =
        zip("POST", "Task/" + submit() + "/$packet?recipient=imro", PLAN, "application/zip").body();

    sent(Arrays.copyOf(zip, zip.length / 2), "")
        .isRefused(
            400,
            "structure",
            "The body is no whole zip: its end record is missing, cut off or followed by something.");
    assertThat(sent(new byte[0], "").status()).isEqualTo(400);
    assertThat(sent(zip, "?colour=1").status()).isEqualTo(400);
    assertThat(sentTo("$submit-case", zip).status()).isEqualTo(415);
  }
}
