package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.artifact.PackagedProfiles;
import org.openimr.server.packet.OpenCases.Open;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes after the records went out reaches the review organization without anybody asking. */
@OnEachDatabase
class LatePacketIT {

  private final RunningServer server;
  private final OpenCases cases;

  LatePacketIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  @Test
  void lateRecordsAreIssuedByThemselvesWithTheCopyForTheMember() throws Exception {
    Open open = cases.sent(cases.submitted());
    String whole = OpenCases.number(cases.packet(OpenCases.IMRO, open, ""));
    assertThat(cases.look()).as("nothing came late").isZero();
    String late = cases.attach(open, "Sleeps badly again.", null);
    assertThat(cases.packets(open)).as("nothing waits for a packet").hasSize(1);

    // one for the review organization, and the copy for the member
    assertThat(cases.look()).isEqualTo(2);
    assertThat(cases.look()).as("once").isZero();

    assertThat(cases.packets(open))
        .extracting(each -> each.substring(12))
        .containsExactly("imro-1", "imro-2", "member-1");
    Bundle added = cases.packet(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z");
    assertThat(OpenCases.number(added)).isEqualTo(whole.replace("imro-1", "imro-2"));
    assertThat(PacketRecords.of(added).hashes()).containsExactly(late);
    assertThat(OpenCases.face(added)).contains("Adds to packet " + whole + ".");
    assertThat(cases.verdict(added)).isTrue();
    assertThat(OpenCases.number(cases.packet(OpenCases.IMRO, open, "")))
        .as("of everything")
        .isEqualTo(whole);
    Bundle copy = cases.packet(OpenCases.MEMBER, open, "&since=2026-01-01T00:00:00Z");
    assertThat(PacketRecords.of(copy).hashes()).containsExactly(late);
    // the timestamp of the packet that one has tells what is new
    String since = added.getTimestampElement().getValueAsString().replace("+", "%2B");
    assertThat(cases.ask(OpenCases.IMRO, open, "&since=" + since).status()).isEqualTo(404);
  }

  @Test
  void whatIsForwardedHereIsRecordedAsForwarded() {
    Open open = cases.sent(cases.submitted());
    cases.accept(open);
    cases.attach(open, "A new finding.", null);
    cases.attach(open, "And another one.", null);
    assertThat(cases.events(open, "new-record-received")).hasSize(2);
    assertThat(cases.events(open, "new-record-forwarded")).isEmpty();

    cases.look();

    List<ParameterComponent> forwarded = cases.events(open, "new-record-forwarded");
    assertThat(forwarded).hasSize(2);
    assertThat(forwarded)
        .extracting(each -> OpenCases.detail(each, "refersTo"))
        .containsExactlyElementsOf(
            cases.events(open, "new-record-received").stream()
                .map(each -> OpenCases.detail(each, "id"))
                .toList());
    Bundle added = cases.packet(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z");
    assertThat(forwarded)
        .allMatch(each -> OpenCases.detail(each, "evidence").equals(CaseFile.reference(added)));
    assertThat(PacketRecords.of(added).hashes()).hasSize(2);
  }

  @Test
  void anOrganizationThatDoesNotWorkHereGetsNothingRecorded() {
    Open open = cases.sent(cases.submitted());
    cases.attach(open, "A new finding.", null);
    assertThat(cases.look()).isEqualTo(2);
    assertThat(cases.events(open, "new-record-forwarded")).isEmpty();
  }

  @Test
  void whatWasReplacedIsMarkedAndTheNextPacketHoldsOnlyWhatIsNew() {
    Open open = cases.sent(cases.submitted());
    String first = cases.attach(open, "First version.", null);
    cases.look();
    String stored = "DocumentReference/" + cases.documentOf(open, first);
    String second = cases.attach(open, "Second version.", stored);
    cases.look();

    Bundle added =
        cases.packet(
            OpenCases.IMRO, open, "&since=" + OpenCases.since(cases.packets(open, "imro-3")));
    assertThat(OpenCases.number(added)).endsWith("imro-3");
    assertThat(PacketRecords.of(added).hashes()).containsExactly(second);
    assertThat(OpenCases.face(added))
        .contains("imro-1 and ", "imro-2.", "Replaced, of what was sent before:")
        .contains("(SHA-256 " + first + "), replaced by ");
    DocumentReference document =
        (DocumentReference)
            added.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(DocumentReference.class::isInstance)
                .findFirst()
                .orElseThrow();
    Reference target = document.getRelatesToFirstRep().getTarget();
    assertThat(target.getReference()).isNull();
    assertThat(target.getExtensionFirstRep().getValue().primitiveValue()).isEqualTo(first);
    assertThat(wrong(document)).isEmpty();
  }

  /** What is wrong with a document by its profile. */
  private static List<String> wrong(DocumentReference document) {
    ObjectNode bundle = SubmittedBody.JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "collection");
    try {
      bundle
          .withArray("entry")
          .addObject()
          .put("fullUrl", "https://imr.example/fhir/" + CaseFile.reference(document))
          .set(
              "resource",
              SubmittedBody.JSON.readTree(
                  Submissions.CONTEXT.newJsonParser().encodeResourceToString(document)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    ProblemList problems = new ProblemList();
    PackagedProfiles.read(Submissions.CONTEXT).check(bundle, problems);
    return problems.empty()
        ? List.of()
        : problems.exception().problems().stream().map(Problem::text).toList();
  }

  @Test
  void aDeterminationThatIgnoresALatePacketIsRefused() {
    Open open = cases.sent(cases.submitted());
    Bundle whole = cases.packet(OpenCases.IMRO, open, "");
    String late = cases.attach(open, "A new finding.", null);
    cases.look();
    String added =
        OpenCases.number(cases.packet(OpenCases.IMRO, open, "&since=2026-01-01T00:00:00Z"));
    TreeSet<String> hashes = new TreeSet<>(PacketRecords.of(whole).hashes());

    Answer refused = cases.determine(open, OpenCases.number(whole), hashes);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains(
            "The document " + late + " of the packet " + added + ", which came late, is neither");
    Answer misnamed = cases.determine(open, added, hashes);
    assertThat(misnamed.status()).isEqualTo(422);
    assertThat(misnamed.text()).contains("adds to " + OpenCases.number(whole));

    hashes.add(late);
    Composition made =
        (Composition)
            cases
                .determine(open, OpenCases.number(whole), hashes)
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("determination")
                .getResource();
    assertThat(made.getText().getDivAsString()).contains("Of its 10 documents, reviewed: 10");
  }

  @Test
  void aDocumentThatOnlyGotAnotherVersionIsNotSentAgain() {
    Open open = cases.sent(cases.submitted());
    String first = cases.attach(open, "The first finding.", null);
    assertThat(cases.look()).isEqualTo(2);
    String second = cases.attach(open, "The second finding.", null);
    // after the second came, and before its packet
    DocumentReference held = cases.document(open, first);
    held.setDescription("Finding, with another title");
    cases.put(held);

    assertThat(cases.look()).isEqualTo(2);
    assertThat(PacketRecords.of(cases.packets(open, "imro-3")).hashes()).containsExactly(second);
    assertThat(PacketRecords.of(cases.packets(open, "member-2")).hashes()).containsExactly(second);

    cases.put(cases.document(open, second).setDescription("Also with another title"));
    assertThat(cases.look()).as("nothing came").isZero();
  }

  @Test
  void aDocumentOfOtherContentIsSentAgainUnderItsName() {
    Open open = cases.sent(cases.submitted());
    String first = cases.attach(open, "What was written down.", null);
    assertThat(cases.look()).isEqualTo(2);
    byte[] changed = ("What was meant. " + open.number()).getBytes(StandardCharsets.UTF_8);
    DocumentReference held = cases.document(open, first);
    Attachment attachment = new Attachment().setContentType("text/plain").setData(changed);
    attachment
        .setSize(changed.length)
        .addExtension(
            "https://openimr.org/fhir/StructureDefinition/imr-sha256",
            new StringType(OpenCases.sha256(changed)));
    held.getContentFirstRep().setAttachment(attachment);
    cases.put(held);

    assertThat(cases.look()).isEqualTo(2);
    assertThat(PacketRecords.of(cases.packets(open, "imro-3")).hashes())
        .containsExactly(OpenCases.sha256(changed));
    assertThat(cases.look()).isZero();
  }

  @Test
  void aDeterminationAsksForWhatArrivedAndIsInNoPacketYet() {
    Open open = cases.sent(cases.submitted());
    Bundle whole = cases.packet(OpenCases.IMRO, open, "");
    String late = cases.attach(open, "Came a second before.", null);
    TreeSet<String> hashes = new TreeSet<>(PacketRecords.of(whole).hashes());

    Answer refused = cases.determine(open, OpenCases.number(whole), hashes);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("The document " + late + ", which has arrived and is in no packet yet");
    assertThat(cases.events(open, "determination-made")).isEmpty();

    // whoever read it where it lies need not wait for the packet
    hashes.add(late);
    Composition made =
        (Composition)
            cases
                .determine(open, OpenCases.number(whole), hashes)
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("determination")
                .getResource();
    assertThat(made.getText().getDivAsString()).contains("Of its 10 documents, reviewed: 10");
    assertThat(made.getSection().stream().map(each -> each.getText().getDivAsString()))
        .anyMatch(text -> text.contains(late));
    assertThat(cases.look()).as("the packet comes all the same").isEqualTo(2);
    assertThat(PacketRecords.of(cases.packets(open, "imro-2")).hashes()).contains(late);
  }

  @Test
  void aFailureIsTriedAgainAndLosesNothing() {
    Open open = cases.sent(cases.submitted());
    cases.attach(open, "A new finding.", null);
    Instant now = Instant.now();
    LatePacketWork broken =
        new LatePacketWork(
            server.bean(JdbcTemplate.class), server.bean(TransactionTemplate.class), null, null);
    assertThat(broken.look(now)).isZero();

    assertThat(server.bean(LatePacketWork.class).failing()).isPositive();
    assertThat(server.bean(LatePacketWork.class).look(now.plusSeconds(1))).isZero();
    assertThat(server.bean(LatePacketWork.class).look(now.plusSeconds(60))).isEqualTo(2);
    assertThat(server.bean(LatePacketWork.class).failing()).isZero();
    assertThat(cases.packets(open)).hasSize(3);
  }
}
