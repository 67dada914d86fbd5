package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openimr.fhir.packet.ContentsApart;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases.Open;

/** What comes late and fits into no packet is brought by its address; what fits comes as usual. */
class LateApartIT {

  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";
  private static final int LARGE = 2_000_000;

  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @EnumSource(Database.class)
  void aLateContentThatIsTooLargeIsBroughtByItsAddress(Database database) throws Exception {
    try (RunningServer server = RunningServer.on(database, "--openimr.limits.body-size=1MB")) {
      OpenCases cases = new OpenCases(server);
      Open open = cases.sent(cases.submitted());
      byte[] scans = new byte[LARGE];
      new Random(1).nextBytes(scans);
      cases.attach(
          open,
          new Attachment().setContentType("image/tiff").setUrl(uploaded(server, scans)),
          null);

      assertThat(cases.look()).isEqualTo(2);
      assertThat(cases.look()).as("once").isZero();
      for (String each : List.of("imro-2", "member-1")) {
        Bundle packet = cases.packets(open, each);
        assertThat(ContentsApart.of(packet)).as(each).isTrue();
        assertThat(PacketRecords.of(packet).hashes()).containsExactly(OpenCases.sha256(scans));
        assertThat(packet.getEntry()).noneMatch(entry -> entry.getResource() instanceof Binary);
      }
      Bundle added = cases.packet(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z");
      assertThat(cases.verdict(added)).isTrue();
      Attachment apart = attachment(added);
      assertThat(apart.getSize()).isEqualTo(LARGE);
      assertThat(apart.getExtensionString(SHA256)).isEqualTo(OpenCases.sha256(scans));
      assertThat(fetched(apart.getUrl(), OpenCases.IMRO).body()).isEqualTo(scans);
      Bundle copy = cases.packet(OpenCases.MEMBER, open, "&since=2026-01-01T00:00:00Z");
      assertThat(fetched(attachment(copy).getUrl(), OpenCases.MEMBER).body()).isEqualTo(scans);
      assertThat(fetched(apart.getUrl(), "demo-plan-chw").statusCode()).isEqualTo(404);

      // what fits comes with its content again, and what is there already comes no more
      String small = cases.attach(open, "A note that fits.", null);
      assertThat(cases.look()).isEqualTo(2);
      Bundle next = cases.packets(open, "imro-3");
      assertThat(ContentsApart.of(next)).isFalse();
      assertThat(PacketRecords.of(next).hashes()).containsExactly(small);

      // and both in one go
      byte[] more = new byte[LARGE];
      new Random(2).nextBytes(more);
      cases.attach(
          open, new Attachment().setContentType("image/tiff").setUrl(uploaded(server, more)), null);
      String note = cases.attach(open, "A note beside it.", null);
      assertThat(cases.look()).isEqualTo(2);
      Bundle both = cases.packets(open, "imro-4");
      assertThat(ContentsApart.of(both)).isTrue();
      assertThat(PacketRecords.of(both).hashes())
          .containsExactlyInAnyOrder(OpenCases.sha256(more), note);

      // whoever decides has to tell of it like of any other
      Bundle whole = cases.packet(OpenCases.IMRO, open, "");
      Answer refused =
          cases.determine(open, OpenCases.number(whole), PacketRecords.of(whole).hashes());
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text())
          .contains(OpenCases.sha256(scans), OpenCases.sha256(more), small, note);
    }
  }

  private static Attachment attachment(Bundle packet) {
    return packet.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(DocumentReference.class::isInstance)
        .map(each -> ((DocumentReference) each).getContentFirstRep().getAttachment())
        .findFirst()
        .orElseThrow();
  }

  private static String uploaded(RunningServer server, byte[] content) throws Exception {
    return "Binary/" + RunningServer.created(server.upload(OpenCases.PLAN, "image/tiff", content));
  }

  private HttpResponse<byte[]> fetched(String address, String who) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + who)
            .build(),
        BodyHandlers.ofByteArray());
  }
}
