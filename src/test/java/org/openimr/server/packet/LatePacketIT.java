package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** What comes after the records went out reaches the review organization without anybody asking. */
@OnEachDatabase
class LatePacketIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String IMRO = "demo-imro";
  private static final String MEMBER = "demo-member";
  private static final String DETAIL =
      "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  private final RunningServer server;

  LatePacketIT(Database database) {
    this.server = database.server();
  }

  private record Open(String id, String number) {}

  @Test
  void lateRecordsAreIssuedByThemselvesWithTheCopyForTheMember() throws Exception {
    Open open = sent(submitted());
    String whole = number(packet(IMRO, open, ""));
    assertThat(look()).as("nothing came late").isZero();
    String late = attach(open, "Sleeps badly again.", null);
    assertThat(packets(open)).as("nothing waits for a packet").hasSize(1);

    // one for the review organization, and the copy for the member
    assertThat(look()).isEqualTo(2);
    assertThat(look()).as("once").isZero();

    assertThat(packets(open))
        .extracting(each -> each.substring(12))
        .containsExactly("imro-1", "imro-2", "member-1");
    Bundle added = packet(IMRO, open, "&since=2026-01-01T00:00:00Z");
    assertThat(number(added)).isEqualTo(whole.replace("imro-1", "imro-2"));
    assertThat(PacketRecords.of(added).hashes()).containsExactly(late);
    assertThat(face(added)).contains("Adds to packet " + whole + ".");
    assertThat(verdict(added)).isTrue();
    assertThat(number(packet(IMRO, open, ""))).as("of everything").isEqualTo(whole);
    Bundle copy = packet(MEMBER, open, "&since=2026-01-01T00:00:00Z");
    assertThat(PacketRecords.of(copy).hashes()).containsExactly(late);
    // the timestamp of the packet that one has tells what is new
    String since = added.getTimestampElement().getValueAsString().replace("+", "%2B");
    assertThat(ask(IMRO, open, "&since=" + since).status()).isEqualTo(404);
  }

  @Test
  void whatIsForwardedHereIsRecordedAsForwarded() {
    Open open = sent(submitted());
    accept(open);
    attach(open, "A new finding.", null);
    attach(open, "And another one.", null);
    assertThat(events(open, "new-record-received")).hasSize(2);
    assertThat(events(open, "new-record-forwarded")).isEmpty();

    look();

    List<ParameterComponent> forwarded = events(open, "new-record-forwarded");
    assertThat(forwarded).hasSize(2);
    assertThat(forwarded)
        .extracting(each -> detail(each, "refersTo"))
        .containsExactlyElementsOf(
            events(open, "new-record-received").stream().map(each -> detail(each, "id")).toList());
    Bundle added = packet(IMRO, open, "&since=2026-01-01T00:00:00Z");
    assertThat(forwarded)
        .allMatch(each -> detail(each, "evidence").equals(CaseFile.reference(added)));
    assertThat(PacketRecords.of(added).hashes()).hasSize(2);
  }

  @Test
  void anOrganizationThatDoesNotWorkHereGetsNothingRecorded() {
    Open open = sent(submitted());
    attach(open, "A new finding.", null);
    assertThat(look()).isEqualTo(2);
    assertThat(events(open, "new-record-forwarded")).isEmpty();
  }

  @Test
  void whatWasReplacedIsMarkedAndTheNextPacketHoldsOnlyWhatIsNew() {
    Open open = sent(submitted());
    String first = attach(open, "First version.", null);
    look();
    String stored = "DocumentReference/" + documentOf(open, first);
    String second = attach(open, "Second version.", stored);
    look();

    Bundle added = packet(IMRO, open, "&since=" + since(packets(open, "imro-3")));
    assertThat(number(added)).endsWith("imro-3");
    assertThat(PacketRecords.of(added).hashes()).containsExactly(second);
    assertThat(face(added))
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
  }

  @Test
  void aDeterminationThatIgnoresALatePacketIsRefused() {
    Open open = sent(submitted());
    Bundle whole = packet(IMRO, open, "");
    String late = attach(open, "A new finding.", null);
    look();
    String added = number(packet(IMRO, open, "&since=2026-01-01T00:00:00Z"));
    TreeSet<String> hashes = new TreeSet<>(PacketRecords.of(whole).hashes());

    Answer refused = determine(open, number(whole), hashes);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains(
            "The document " + late + " of the packet " + added + ", which came late, is neither");
    Answer misnamed = determine(open, added, hashes);
    assertThat(misnamed.status()).isEqualTo(422);
    assertThat(misnamed.text()).contains("adds to " + number(whole));

    hashes.add(late);
    Composition made =
        (Composition)
            determine(open, number(whole), hashes)
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("determination")
                .getResource();
    assertThat(made.getText().getDivAsString()).contains("Of its 10 documents, reviewed: 10");
  }

  @Test
  void aFailureIsTriedAgainAndLosesNothing() {
    Open open = sent(submitted());
    attach(open, "A new finding.", null);
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    Instant now = Instant.now();
    LatePacketWork broken = new LatePacketWork(jdbc, null);
    assertThat(broken.look(now)).isZero();

    assertThat(server.bean(LatePacketWork.class).failing()).isPositive();
    assertThat(server.bean(LatePacketWork.class).look(now.plusSeconds(1))).isZero();
    assertThat(server.bean(LatePacketWork.class).look(now.plusSeconds(60))).isEqualTo(2);
    assertThat(server.bean(LatePacketWork.class).failing()).isZero();
    assertThat(packets(open)).hasSize(3);
  }

  private int look() {
    return server.bean(LatePacketWork.class).look(Instant.now());
  }

  private Open submitted() {
    // what others left to be issued is no matter of this case
    server.bean(LatePacketWork.class).look(Instant.now().plusSeconds(7200));
    String number = UUID.randomUUID().toString();
    ObjectNode bundle = Submissions.of(25);
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", number);
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", number);
    Submissions.name(bundle, 2, IMRO);
    ObjectNode member = bundle.withArray("/entry").addObject();
    member.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
    member.set(
        "resource",
        Submissions.parsed(
            ("{'resourceType':'Organization','name':'A member','identifier':[{'system':"
                    + "'https://openimr.org/fhir/sid/organization','value':'demo-member'}]}")
                .replace('\'', '"')));
    return new Open(server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart(), number);
  }

  /** The file is issued, and sent. */
  private Open sent(Open open) {
    server.fhir("POST", "Task/" + open.id() + "/$packet?recipient=imro").as(PLAN).send().isOk(200);
    event(open, PLAN, "records-sent");
    return open;
  }

  private void event(Open open, String token, String code) {
    server
        .fhir("POST", "Task/" + open.id() + "/$record-event")
        .as(token)
        .header("If-Match", "W/\"" + task(open).getMeta().getVersionId() + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'"
                    + code
                    + "'},{'name':'time','valueDateTime':'"
                    + Instant.ofEpochSecond(Instant.now().getEpochSecond())
                    + "'}]}]}")
                .replace('\'', '"'))
        .send()
        .isOk(200);
  }

  private void accept(Open open) {
    Reference own =
        server
            .found(
                "demo-imro-clerk",
                "Provenance?target=Task/" + open.id() + "&_include=Provenance:target")
            .stream()
            .filter(
                each ->
                    each instanceof Organization organization
                        && organization.getName().startsWith("Cypress"))
            .map(each -> new Reference(CaseFile.reference(each)))
            .findFirst()
            .orElseThrow();
    Parameters accepted = new Parameters();
    accepted.addParameter().setName("step").setValue(new CodeType("accept"));
    accepted
        .addParameter()
        .setName("attestation")
        .setResource(
            MadeUpReviewers.attestation(
                task(open), own, Date.from(Instant.now().minusSeconds(60))));
    server
        .fhir("POST", "Task/" + open.id() + "/$take-review")
        .as("demo-imro-clerk")
        .header("If-Match", "W/\"" + task(open).getMeta().getVersionId() + "\"")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(accepted))
        .send()
        .isOk(200);
  }

  private String attach(Open open, String text, String replaces) {
    Parameters sent = new Parameters();
    sent.addParameter().setName("TrackingId").setValue(new Identifier().setValue(open.number()));
    sent.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    sent.addParameter().setName("ProviderId").setValue(new Identifier().setValue("9900000016"));
    sent.addParameter().setName("MemberId").setValue(new Identifier().setValue(open.number()));
    byte[] content = (text + " " + open.number()).getBytes(StandardCharsets.UTF_8);
    DocumentReference document = new DocumentReference();
    document
        .setStatus(DocumentReferenceStatus.CURRENT)
        .getType()
        .addCoding(new Coding("http://loinc.org", "11506-3", null));
    document.addContent().getAttachment().setContentType("text/plain").setData(content);
    if (replaces != null) {
      document
          .addRelatesTo()
          .setCode(DocumentRelationshipType.REPLACES)
          .setTarget(new Reference(replaces));
    }
    sent.addParameter().setName("Attachment").addPart().setName("Content").setResource(document);
    server
        .fhir("POST", "$submit-attachment")
        .as(PLAN)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent))
        .send()
        .isOk(200);
    return sha256(content);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String documentOf(Open open, String hash) {
    return server.found(PLAN, "DocumentReference?identifier=" + open.number()).stream()
        .filter(
            each ->
                ((DocumentReference) each)
                    .getContentFirstRep()
                    .getAttachment()
                    .getExtensionFirstRep()
                    .getValue()
                    .primitiveValue()
                    .equals(hash))
        .map(each -> each.getIdElement().getIdPart())
        .findFirst()
        .orElseThrow();
  }

  private Answer determine(Open open, String packet, Iterable<String> hashes) {
    List<String> read = new ArrayList<>();
    hashes.forEach(hash -> read.add("{'name':'reviewed','valueString':'" + hash + "'}"));
    return server
        .fhir("POST", "Task/" + open.id() + "/$record-determination")
        .as(IMRO)
        .header("If-Match", "W/\"" + task(open).getMeta().getVersionId() + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'packet','valueIdentifier':"
                    + "{'value':'"
                    + packet
                    + "'}},"
                    + read.stream().collect(Collectors.joining(","))
                    + ",{'name':'line','part':[{'name':'sequence','valueInteger':1},"
                    + "{'name':'outcome','valueCode':'overturned'},{'name':'rationale',"
                    + "'valueString':'Day care did not help.'}]}]}")
                .replace('\'', '"'))
        .send();
  }

  private Task task(Open open) {
    return server
        .fhir("GET", "Task/" + open.id())
        .as("demo-department")
        .send()
        .isOk(200)
        .resource(Task.class);
  }

  private List<ParameterComponent> events(Open open, String code) {
    return task(open).getInput().stream()
        .filter(input -> input.getType().getCodingFirstRep().getCode().equals(code))
        .toList();
  }

  private static String detail(ParameterComponent event, String part) {
    var value = event.getExtensionByUrl(DETAIL).getExtensionByUrl(part).getValue();
    return value instanceof Reference reference ? reference.getReference() : value.primitiveValue();
  }

  private List<String> packets(Open open) {
    return events(open, "packet-issued").stream()
        .map(each -> number(stored(detail(each, "evidence"))))
        .toList();
  }

  private Bundle packets(Open open, String ending) {
    return events(open, "packet-issued").stream()
        .map(each -> stored(detail(each, "evidence")))
        .filter(each -> number(each).endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  /** From when on a packet tells what came late, as its tag says it. */
  private static String since(Bundle packet) {
    return packet.getMeta().getTag().stream()
        .filter(tag -> tag.getSystem().endsWith("packet-since"))
        .map(Coding::getCode)
        .findFirst()
        .orElseThrow();
  }

  private Bundle stored(String reference) {
    return server.fhir("GET", reference).as(PLAN).send().isOk(200).resource(Bundle.class);
  }

  private Answer ask(String token, Open open, String more) {
    String recipient = token.equals(MEMBER) ? "member" : "imro";
    return server
        .fhir("GET", "Task/" + open.id() + "/$packet?recipient=" + recipient + more)
        .as(token)
        .send();
  }

  private Bundle packet(String token, Open open, String more) {
    return ask(token, open, more).isOk(200).resource(Bundle.class);
  }

  private boolean verdict(Bundle packet) {
    return server
        .fhir("POST", "Bundle/$verify-packet")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(packet))
        .send()
        .isOk(200)
        .resource(Parameters.class)
        .getParameterBool("valid");
  }

  private static String number(Bundle packet) {
    return packet.getIdentifier().getValue();
  }

  private static String face(Bundle packet) {
    return ((Composition) packet.getEntryFirstRep().getResource())
        .getText()
        .getDivAsString()
        .replaceAll("\\s+", " ");
  }
}
