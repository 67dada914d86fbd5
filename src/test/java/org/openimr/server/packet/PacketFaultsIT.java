package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.attachment.MhdBundles;
import org.openimr.server.packet.OpenCases.Open;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A disk that is full, and clients that go half way: a packet is there as a whole or not at all.
 */
@OnEachDatabase
class PacketFaultsIT {

  private final Database database;
  private final RunningServer server;
  private final OpenCases cases;

  PacketFaultsIT(Database database) {
    this.database = database;
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  private FullDisk fullDisk() {
    return new FullDisk(database, server.bean(JdbcTemplate.class));
  }

  private Answer issue(Open open) {
    return server
        .fhir("POST", "Task/" + open.id() + "/$packet?recipient=imro")
        .as(OpenCases.PLAN)
        .send();
  }

  @Test
  void aDiskThatIsFullIsToldAndNothingIsIssued() {
    Open open = cases.submitted();
    String version = cases.task(open).getMeta().getVersionId();
    try (FullDisk full = fullDisk()) {
      issue(open)
          .isRefused(
              507, "no-store", "The server has no space left in its database; nothing was stored.");
      assertThat(cases.task(open).getMeta().getVersionId()).isEqualTo(version);
      assertThat(cases.ask(OpenCases.IMRO, open, "").status()).isEqualTo(404);
    }
    Bundle issued = issue(open).isOk(200).resource(Bundle.class);
    assertThat(OpenCases.number(issued)).endsWith("-imro-1");
    assertThat(cases.verdict(issued)).isTrue();
    assertThat(cases.packets(open)).hasSize(1);
  }

  @Test
  void whatComesLateWaitsUntilThereIsSpace() {
    Open open = cases.sent(cases.submitted());
    String late = cases.attach(open, "Came while the disk was full.", null);
    try (FullDisk full = fullDisk()) {
      assertThat(cases.look()).isZero();
      assertThat(server.bean(LatePacketWork.class).failing()).isPositive();
      assertThat(cases.packets(open)).hasSize(1);
    }
    assertThat(server.bean(LatePacketWork.class).look(Instant.now().plusSeconds(60))).isEqualTo(2);
    assertThat(cases.packets(open)).hasSize(3);
    assertThat(PacketRecords.of(cases.packets(open, "imro-2")).hashes()).containsExactly(late);
  }

  /** Sends a request, reads so many bytes of the answer, and is gone. */
  private void gone(String request, int read) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < read; i++) {
        assertThat(in.read()).isNotNegative();
      }
    }
  }

  private static String request(
      String method, String path, String token, String accept, int bytes) {
    return method
        + " /fhir/"
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + token
        + "\r\nAccept: "
        + accept
        + (bytes < 0 ? "" : "\r\nContent-Type: application/fhir+json\r\nContent-Length: " + bytes)
        + "\r\n\r\n";
  }

  @Test
  void aClientThatGoesWhileItsPacketIsMadeFindsItWholeOrNotAtAll() throws Exception {
    Open open = cases.submitted();
    gone(
        request(
            "POST",
            "Task/" + open.id() + "/$packet?recipient=imro",
            OpenCases.PLAN,
            "application/fhir+json",
            0),
        0);
    for (int i = 0; i < 100 && cases.packets(open).isEmpty(); i++) {
      Thread.sleep(20);
    }

    Bundle issued = issue(open).isOk(200).resource(Bundle.class);
    assertThat(OpenCases.number(issued)).endsWith("-imro-1");
    assertThat(cases.verdict(issued)).isTrue();
    assertThat(cases.packets(open)).hasSize(1);
  }

  @Test
  void aClientThatGoesHalfWayOfADownloadGetsItWholeTheNextTime() throws Exception {
    Open open = cases.submitted();
    String issued = issue(open).isOk(200).text();
    String path = "Task/" + open.id() + "/$packet?recipient=imro";
    for (String accept : List.of("application/fhir+json", "application/zip", "application/pdf")) {
      gone(request("GET", path, OpenCases.IMRO, accept, -1), 700);
    }
    assertThat(server.fhir("GET", path).as(OpenCases.IMRO).send().isOk(200).text())
        .isEqualTo(issued);
    assertThat(cases.packets(open)).hasSize(1);
    // what it has got of it is taken for nothing
    for (int length = 0; length < issued.length(); length += issued.length() / 9) {
      Answer refused =
          server.fhir("POST", "Bundle/$verify-packet").json(issued.substring(0, length)).send();
      assertThat(refused.status()).as("%d characters", length).isEqualTo(400);
    }
  }

  @Test
  void aClientThatGoesHalfWayOfSendingRecordsLeavesNothing() throws Exception {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    sent.document("Never arrived. " + open.id(), null);
    String body = Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent.bundle());
    for (String path : List.of("", "$submit-attachment")) {
      gone(
          request("POST", path, OpenCases.PLAN, "application/fhir+json", body.length())
              + body.substring(0, body.length() / 2),
          0);
    }
    Thread.sleep(200);
    assertThat(cases.look()).isZero();
    assertThat(cases.events(open, "new-record-received")).isEmpty();
    assertThat(cases.packets(open)).hasSize(1);
  }

  @Test
  void documentsThatReplaceEachOtherOrThemselvesAreRefused() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    DocumentReference one = sent.document("One. " + open.id(), null);
    DocumentReference other = sent.document("Other. " + open.id(), null);
    String first = sent.bundle().getEntry().get(2).getFullUrl();
    String second = sent.bundle().getEntry().get(4).getFullUrl();
    replaces(one, second);
    replaces(other, first);
    assertThat(provided(sent).status()).isBetween(400, 499);

    MhdBundles itself = new MhdBundles(open.number(), open.number());
    replaces(
        itself.document("Itself. " + open.id(), null),
        itself.bundle().getEntry().get(2).getFullUrl());
    assertThat(provided(itself).status()).isBetween(400, 499);

    MhdBundles foreign = new MhdBundles(open.number(), open.number());
    foreign.document("Of elsewhere. " + open.id(), "DocumentReference/" + UUID.randomUUID());
    assertThat(provided(foreign).status()).isEqualTo(412);
    MhdBundles outside = new MhdBundles(open.number(), open.number());
    outside.document("Outside. " + open.id(), "https://elsewhere.example/fhir/DocumentReference/1");
    assertThat(provided(outside).status()).isBetween(400, 499);

    assertThat(cases.events(open, "new-record-received")).isEmpty();
    assertThat(cases.look()).isZero();
  }

  private static void replaces(DocumentReference document, String other) {
    document
        .addRelatesTo()
        .setCode(DocumentRelationshipType.REPLACES)
        .setTarget(new Reference(other));
  }

  private Answer provided(MhdBundles sent) {
    return server
        .fhir("POST", "")
        .as(OpenCases.PLAN)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent.bundle()))
        .send();
  }
}
