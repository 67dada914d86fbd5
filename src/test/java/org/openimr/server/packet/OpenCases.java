package org.openimr.server.packet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Attachment;
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
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;

/** Cases whose file has gone to the review organization, over HTTP. */
public final class OpenCases {

  /** The client of the plan that submits the cases. */
  public static final String PLAN = "demo-plan-vchcp";

  /** The client of their review organization. */
  public static final String IMRO = "demo-imro";

  /** The client of their member. */
  public static final String MEMBER = "demo-member";

  private static final String DETAIL =
      "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  private final RunningServer server;

  /** Cases on a server. */
  public OpenCases(RunningServer server) {
    this.server = server;
  }

  /**
   * A case.
   *
   * @param id the id of its Task
   * @param number the number of its claim and its member
   */
  public record Open(String id, String number) {}

  /** Lets the server look now for packets that are owed; answers how many it issued. */
  public int look() {
    return server.bean(LatePacketWork.class).look(Instant.now());
  }

  public Open submitted() {
    return submitted(UUID.randomUUID().toString());
  }

  /** A case of this number. */
  public Open submitted(String number) {
    // what others left to be issued is no matter of this case
    server.bean(LatePacketWork.class).look(Instant.now().plusSeconds(7200));
    return unseen(number);
  }

  /** A case of this number, of which nothing is looked at. */
  public Open unseen(String number) {
    ObjectNode bundle = Submissions.of(25);
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", number);
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", number);
    Submissions.name(bundle, 2, IMRO);
    Submissions.addMember(bundle);
    return new Open(server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart(), number);
  }

  /** The file is issued, and sent. */
  public Open sent(Open open) {
    server.fhir("POST", "Task/" + open.id() + "/$packet?recipient=imro").as(PLAN).send().isOk(200);
    event(open, PLAN, "records-sent");
    return open;
  }

  public void event(Open open, String token, String code) {
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

  public void accept(Open open) {
    Reference own = own(open, "demo-imro-clerk");
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

  public String attach(Open open, String text, String replaces) {
    byte[] content = (text + " " + open.number()).getBytes(StandardCharsets.UTF_8);
    attach(open, new Attachment().setContentType("text/plain").setData(content), replaces);
    return sha256(content);
  }

  void attach(Open open, Attachment attachment, String replaces) {
    Parameters sent = new Parameters();
    sent.addParameter().setName("TrackingId").setValue(new Identifier().setValue(open.number()));
    sent.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    sent.addParameter().setName("ProviderId").setValue(new Identifier().setValue("9900000016"));
    sent.addParameter().setName("MemberId").setValue(new Identifier().setValue(open.number()));
    DocumentReference document = new DocumentReference();
    document
        .setStatus(DocumentReferenceStatus.CURRENT)
        .getType()
        .addCoding(new Coding("http://loinc.org", "11506-3", null));
    document.addContent().setAttachment(attachment);
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
  }

  /** The SHA-256 of a content, in hexadecimal digits. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String documentOf(Open open, String hash) {
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

  /** The document of a case whose content has this hash. */
  public DocumentReference document(Open open, String hash) {
    return server
        .fhir("GET", "DocumentReference/" + documentOf(open, hash))
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(DocumentReference.class);
  }

  void put(DocumentReference document) {
    server
        .fhir("PUT", CaseFile.reference(document))
        .as(PLAN)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(document))
        .send()
        .isOk(200);
  }

  Answer determine(Open open, String packet, Iterable<String> hashes) {
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

  Task task(Open open) {
    return server
        .fhir("GET", "Task/" + open.id())
        .as("demo-department")
        .send()
        .isOk(200)
        .resource(Task.class);
  }

  /** The number of the case. */
  String number(Open open) {
    return task(open).getIdentifier().stream()
        .filter(each -> each.getSystem().endsWith("/case-number"))
        .map(Identifier::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** The events of one code that a case holds. */
  public List<ParameterComponent> events(Open open, String code) {
    return task(open).getInput().stream()
        .filter(input -> input.getType().getCodingFirstRep().getCode().equals(code))
        .toList();
  }

  static String detail(ParameterComponent event, String part) {
    var value = event.getExtensionByUrl(DETAIL).getExtensionByUrl(part).getValue();
    return value instanceof Reference reference ? reference.getReference() : value.primitiveValue();
  }

  public List<String> packets(Open open) {
    return events(open, "packet-issued").stream()
        .map(each -> number(stored(detail(each, "evidence"))))
        .toList();
  }

  public Bundle packets(Open open, String ending) {
    return events(open, "packet-issued").stream()
        .map(each -> stored(detail(each, "evidence")))
        .filter(each -> number(each).endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  /** From when on a packet tells what came late, as its tag says it. */
  static String since(Bundle packet) {
    return packet.getMeta().getTag().stream()
        .filter(tag -> tag.getSystem().endsWith("packet-since"))
        .map(Coding::getCode)
        .findFirst()
        .orElseThrow();
  }

  Bundle stored(String reference) {
    return server.fhir("GET", reference).as(PLAN).send().isOk(200).resource(Bundle.class);
  }

  Answer ask(String token, Open open, String more) {
    String recipient = token.equals(MEMBER) ? "member" : "imro";
    return server
        .fhir("GET", "Task/" + open.id() + "/$packet?recipient=" + recipient + more)
        .as(token)
        .send();
  }

  Bundle packet(String token, Open open, String more) {
    return ask(token, open, more).isOk(200).resource(Bundle.class);
  }

  boolean verdict(Bundle packet) {
    return server
        .fhir("POST", "Bundle/$verify-packet")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(packet))
        .send()
        .isOk(200)
        .resource(Parameters.class)
        .getParameterBool("valid");
  }

  static String number(Bundle packet) {
    return packet.getIdentifier().getValue();
  }

  static String face(Bundle packet) {
    return ((Composition) packet.getEntryFirstRep().getResource())
        .getText()
        .getDivAsString()
        .replaceAll("\\s+", " ");
  }

  /** The review organization, as a caller knows it. */
  private Reference own(Open open, String token) {
    return server
        .found(token, "Provenance?target=Task/" + open.id() + "&_include=Provenance:target")
        .stream()
        .filter(
            each ->
                each instanceof Organization organization
                    && organization.getName().startsWith("Cypress"))
        .map(each -> new Reference(CaseFile.reference(each)))
        .findFirst()
        .orElseThrow();
  }

  /** The department gives the case to the review organization. */
  public void offer(Open open) {
    Parameters asked = new Parameters();
    asked.addParameter().setName("step").setValue(new CodeType("offer"));
    asked.addParameter().setName("organization").setValue(own(open, "demo-department"));
    operate(open, "demo-department", "$take-review", asked);
  }

  /** A reviewer is assigned; answers the role. */
  public String assign(Open open) {
    String number = "19" + ThreadLocalRandom.current().nextLong(10_000_000L, 99_999_999L);
    String person =
        created(MadeUpReviewers.person(number, "2084P0800X", "2099-12-31", "2099-12-31"));
    String role = created(MadeUpReviewers.role(person, "2084P0800X"));
    Parameters asked = new Parameters();
    asked.addParameter().setName("organization").setValue(own(open, "demo-imro-clerk"));
    asked.addParameter().setName("reviewer").setValue(new Reference(role));
    asked
        .addParameter()
        .setName("attestation")
        .setResource(
            MadeUpReviewers.attestation(
                task(open), new Reference(role), Date.from(Instant.now().minusSeconds(60))));
    operate(open, "demo-imro-clerk", "$assign-reviewer", asked);
    return role;
  }

  private String created(Resource resource) {
    return CaseFile.reference(
        server
            .fhir("POST", resource.fhirType())
            .as("demo-imro-clerk")
            .header("Prefer", "return=representation")
            .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource))
            .send()
            .isOk(201)
            .resource(resource.getClass()));
  }

  private void operate(Open open, String token, String operation, Parameters asked) {
    server
        .fhir("POST", "Task/" + open.id() + "/" + operation)
        .as(token)
        .header("If-Match", "W/\"" + task(open).getMeta().getVersionId() + "\"")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(asked))
        .send()
        .isOk(200);
  }
}
