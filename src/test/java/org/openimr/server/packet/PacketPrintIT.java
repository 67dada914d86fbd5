package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PageRange;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A packet is printed for those who may have it, with the numbers that its manifest states. */
@OnEachDatabase
class PacketPrintIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;

  PacketPrintIT(Database database) {
    this.server = database.server();
  }

  private HttpResponse<byte[]> pdf(String method, String path, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/fhir/" + path))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/pdf")
            .build(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void thePagesBearTheNumbersThatTheManifestStates() throws Exception {
    ObjectNode bundle = Submissions.small();
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    Submissions.name(bundle, 2, "demo-imro");
    String id = server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart();
    String path = "Task/" + id + "/$packet?recipient=imro";
    String json = server.fhir("POST", path).as(PLAN).send().isOk(200).text();
    Bundle packet = Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, json);
    List<PageRange> stated = PageRange.of(packet);
    assertThat(stated).hasSize(9);

    HttpResponse<byte[]> printed = pdf("GET", path, "demo-imro");
    assertThat(printed.statusCode()).isEqualTo(200);
    assertThat(printed.headers().firstValue("Content-Type")).contains("application/pdf");
    assertThat(pdf("POST", path, PLAN).body()).isEqualTo(printed.body());
    try (PDDocument read = Loader.loadPDF(printed.body())) {
      String text = new PDFTextStripper().getText(read);
      int front = read.getNumberOfPages();
      for (PageRange range : stated) {
        assertThat(text).contains(range.first(), range.last());
        front = Math.min(front, read.getNumberOfPages() - number(range.last()));
      }
      PDFTextStripper list = new PDFTextStripper();
      list.setEndPage(front);
      assertThat(list.getText(read)).contains("-list-1", "-list-" + front);
      PDFTextStripper first = new PDFTextStripper();
      first.setStartPage(front + 1);
      first.setEndPage(front + 1);
      assertThat(first.getText(read)).contains("-imro-1-000001");
    }
    assertThat(
            server
                .fhir("POST", "Bundle/$verify-packet")
                .json(json)
                .send()
                .isOk(200)
                .resource(Parameters.class)
                .getParameterBool("valid"))
        .isTrue();
    assertThat(pdf("GET", path, "demo-plan-chw").statusCode()).isEqualTo(404);
    assertThat(pdf("GET", path + "&draft=true", PLAN).statusCode()).isEqualTo(200);
  }

  private static int number(String bates) {
    return Integer.parseInt(bates.substring(bates.length() - 6));
  }
}
