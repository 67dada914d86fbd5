package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases.Open;

/** A review organization acknowledges the packet that it has read, and no other. */
@OnEachDatabase
class PacketReceiptIT {

  private static final String CLERK = "demo-imro-clerk";
  private static final String HASH =
      "https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256";

  private final RunningServer server;
  private final OpenCases cases;

  PacketReceiptIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  @Test
  void theManifestOfThePacketThatWasReadIsKeptInTheCase() throws Exception {
    Open open = cases.sent(cases.submitted());
    String read = cases.ask(OpenCases.IMRO, open, "").isOk(200).text();
    Bundle packet = cases.packet(OpenCases.IMRO, open, "");
    String number = OpenCases.number(packet);
    String hash = manifest(read);

    assertThat(refusal(acknowledge(open, packet, "0".repeat(64), number)))
        .contains("not that of the manifest of packet " + number, "RFC 8785")
        .doesNotContain(hash);
    assertThat(refusal(acknowledge(open, packet, "abc", number))).contains("64 lower-case");
    assertThat(refusal(acknowledge(open, packet, hash, number + "0"))).contains("another one");
    assertThat(cases.events(open, "records-received")).isEmpty();

    acknowledge(open, packet, hash, number).isOk(200);

    ParameterComponent event = cases.events(open, "records-received").get(0);
    Reference evidence =
        (Reference)
            event
                .getExtensionByUrl("https://openimr.org/fhir/StructureDefinition/imr-event-detail")
                .getExtensionByUrl("evidence")
                .getValue();
    assertThat(evidence.getReference()).isEqualTo("Bundle/" + packet.getIdElement().getIdPart());
    assertThat(evidence.getIdentifier().getValue()).isEqualTo(number);
    assertThat(evidence.getExtensionString(HASH)).isEqualTo(hash);
    // it stays when more is recorded
    cases.attach(open, "A new finding.", null);
    cases.look();
    assertThat(
            ((Reference)
                    cases
                        .events(open, "records-received")
                        .get(0)
                        .getExtensionFirstRep()
                        .getExtensionByUrl("evidence")
                        .getValue())
                .getExtensionString(HASH))
        .isEqualTo(hash);
    // what came late is acknowledged by itself
    String added = cases.ask(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z").text();
    Bundle late = cases.packet(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z");
    assertThat(refusal(acknowledge(open, late, hash, OpenCases.number(late))))
        .contains("not that of the manifest of packet " + OpenCases.number(late));
    acknowledge(open, late, manifest(added), OpenCases.number(late)).isOk(200);
    assertThat(cases.events(open, "records-received")).hasSize(2);
  }

  @Test
  void aReplacedPacketOneForOthersAndAnotherEventAreRefused() throws Exception {
    Open open = cases.sent(cases.submitted());
    String read = cases.ask(OpenCases.IMRO, open, "").text();
    Bundle packet = cases.packet(OpenCases.IMRO, open, "");
    cases.attach(open, "A new finding.", null);
    Bundle again =
        server
            .fhir("POST", "Task/" + open.id() + "/$packet?recipient=imro")
            .as(OpenCases.PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);

    assertThat(refusal(acknowledge(open, packet, manifest(read), OpenCases.number(packet))))
        .contains(
            "Packet " + OpenCases.number(packet) + " was replaced by " + OpenCases.number(again));
    Open other = cases.sent(cases.submitted());
    assertThat(refusal(acknowledge(other, packet, manifest(read), OpenCases.number(packet))))
        .contains("no packet that was issued of this case");
    assertThat(refusal(send(open, OpenCases.PLAN, "records-sent", packet, "0".repeat(64), null)))
        .contains("comes with records-received");
  }

  @Test
  void whoSaysNothingOfThePacketIsTakenAtItsWord() {
    Open open = cases.sent(cases.submitted());
    cases.event(open, CLERK, "records-received");
    Bundle packet = cases.packet(OpenCases.IMRO, open, "");
    send(open, CLERK, "records-received", packet, null, null).isOk(200);
    assertThat(cases.events(open, "records-received")).hasSize(2);
  }

  /** As a client counts it: over the section as it was read. */
  private static String manifest(String packet) throws Exception {
    for (JsonNode section :
        new ObjectMapper().readTree(packet).at("/entry/0/resource").path("section")) {
      if (section.at("/code/coding/0/code").asText().equals("manifest")) {
        return CanonicalJson.sha256(section);
      }
    }
    throw new AssertionError("no manifest");
  }

  private Answer acknowledge(Open open, Bundle packet, String hash, String number) {
    return send(open, CLERK, "records-received", packet, hash, number);
  }

  private Answer send(
      Open open, String token, String code, Bundle packet, String hash, String number) {
    String evidence =
        "'reference':'Bundle/"
            + packet.getIdElement().getIdPart()
            + "'"
            + (number == null ? "" : ",'identifier':{'value':'" + number + "'}")
            + (hash == null
                ? ""
                : ",'extension':[{'url':'" + HASH + "','valueString':'" + hash + "'}]");
    return server
        .fhir("POST", "Task/" + open.id() + "/$record-event")
        .as(token)
        .header("If-Match", "W/\"" + cases.task(open).getMeta().getVersionId() + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'"
                    + code
                    + "'},{'name':'time','valueDateTime':'"
                    + Instant.ofEpochSecond(Instant.now().getEpochSecond())
                    + "'},{'name':'evidence','valueReference':{"
                    + evidence
                    + "}}]}]}")
                .replace('\'', '"'))
        .send();
  }

  private static String refusal(Answer answer) {
    assertThat(answer.status()).isEqualTo(422);
    return answer.text();
  }
}
