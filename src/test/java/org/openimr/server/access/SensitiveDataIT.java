package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.sensitivity.ConfidentialAddress;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Sensitive information is labelled at the door, and bears its labels wherever it goes. */
@OnEachDatabase
class SensitiveDataIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  private final RunningServer server;
  private final ObjectNode bundle = Submissions.small();

  SensitiveDataIT(Database database) {
    this.server = database.server();
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("value", UUID.randomUUID().toString());
  }

  @Test
  void aProgramsServiceLabelsTheWholeCase() {
    service("H0015");
    Task task = submit();

    assertThat(codes(task)).contains("part-2", "42CFRPart2", "SUD", "ETH", "R");
    for (String search :
        List.of("Claim?patient=", "ClaimResponse?patient=", "DocumentReference?patient=")) {
      List<Resource> found = found(search + task.getFor().getReference() + "&_count=50");
      assertThat(found).isNotEmpty();
      assertThat(found)
          .allSatisfy(
              each -> assertThat(codes(each)).as(each.fhirType()).contains("part-2", "42CFRPart2"));
    }
    for (Resource document :
        found("DocumentReference?patient=" + task.getFor().getReference() + "&_count=50")) {
      assertThat(
              ((DocumentReference) document)
                  .getSecurityLabel().stream()
                      .flatMap(label -> label.getCoding().stream())
                      .map(Coding::getCode))
          .contains("42CFRPart2", "R");
      String url = ((DocumentReference) document).getContentFirstRep().getAttachment().getUrl();
      if (url != null) {
        assertThat(codes(read(url, Binary.class))).contains("42CFRPart2", "R");
      }
    }
    List<Resource> duties = found("Task?part-of=Task/" + id(task) + "&_count=50");
    assertThat(duties).isNotEmpty();
    assertThat(duties).allSatisfy(duty -> assertThat(codes(duty)).contains("42CFRPart2", "R"));
    assertThat(codes(read(task.getFor().getReference(), Patient.class))).isEmpty();
    assertThat(found("Task?_security=" + ACT + "%7C42CFRPart2&_id=" + id(task))).hasSize(1);
  }

  @Test
  void aCaseWithoutAnySuchThingBearsNoLabel() {
    Task task = submit(harmless());

    assertThat(codes(task)).isEmpty();
    assertThat(codes(packet(task, "imro")))
        .containsExactlyInAnyOrder("proprietary", "attorney-client");
  }

  @Test
  void aSubmitterMayAddLabelsAndGoesNoLowerThanTheRule() {
    service("H0015");
    label("Claim", CONFIDENTIALITY, "N");
    label("ClaimResponse", CONFIDENTIALITY, "V");
    label("Coverage", ACT, "EMPL");
    Task task = submit();
    String patient = task.getFor().getReference();

    assertThat(codes(found("Claim?patient=" + patient).get(0))).contains("R").doesNotContain("N");
    assertThat(codes(found("ClaimResponse?patient=" + patient).get(0)))
        .contains("V", "42CFRPart2")
        .doesNotContain("R");
    assertThat(codes(found("Coverage?beneficiary=" + patient).get(0))).contains("EMPL");
  }

  @Test
  void aPacketBearsTheHighestLabelAndTheNotice() {
    service("H0015");
    psychotherapy(harmlessDocument());
    Bundle packet = packet(submit(), "imro");

    assertThat(packet.getMeta().getSecurity())
        .filteredOn(label -> CONFIDENTIALITY.equals(label.getSystem()))
        .extracting(Coding::getCode)
        .containsExactly("V");
    assertThat(codes(packet)).contains("42CFRPart2", "SUD", "PSYTHPN");
    Composition composition = (Composition) packet.getEntryFirstRep().getResource();
    assertThat(composition.getConfidentiality()).isEqualTo(Composition.DocumentConfidentiality.V);
    String notices = section(composition, "Notices on redisclosure");
    assertThat(notices)
        .contains("42 CFR part 2 prohibits unauthorized use or disclosure of these records.")
        .contains("42 CFR parte 2")
        .contains("This packet holds psychotherapy notes.");
    assertThat(section(composition, "Annotated list"))
        .contains("sensitive: ", "psychotherapy-notes");
    packet.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(each -> Set.of("Claim", "DocumentReference", "Task").contains(each.fhirType()))
        .forEach(each -> assertThat(codes(each)).as(each.fhirType()).contains("42CFRPart2"));
  }

  @Test
  void psychotherapyNotesAreVeryRestrictedAndTheRestOfTheCaseIsNot() {
    ObjectNode other = harmless();
    psychotherapy(Submissions.all(other, "DocumentReference").get(0));
    Task task = submit(other);

    assertThat(codes(task)).isEmpty();
    List<Resource> documents =
        found("DocumentReference?patient=" + task.getFor().getReference() + "&_count=50");
    assertThat(documents).filteredOn(each -> codes(each).contains("PSYTHPN")).hasSize(1);
    assertThat(documents).filteredOn(each -> codes(each).contains("V")).hasSize(1);
    assertThat(section(packet(task, "imro"), "Notices on redisclosure"))
        .contains("psychotherapy notes")
        .doesNotContain("42 CFR part 2");
  }

  /** R-77 */
  @Test
  void theDepartmentGetsNoPsychotherapyNotesWithAPacket() {
    ObjectNode other = harmless();
    ObjectNode document = Submissions.all(other, "DocumentReference").get(0);
    psychotherapy(document);
    String title = document.path("description").asText();
    assertThat(title).isNotEmpty();
    Task task = submit(other);

    String sent = text(packet(task, "department"));
    assertThat(sent)
        .contains("Privilege log", "Withheld as", "psychotherapy-notes")
        .doesNotContain("PSYTHPN", title);
    assertThat(text(packet(task, "imro"))).contains("PSYTHPN", title);
  }

  @Test
  void careOfAMinorIsLabelled() {
    diagnosis("Z30.430");
    service("E1399");
    Submissions.first(bundle, "Patient").put("birthDate", "2012-03-01");
    Task task = submit();

    assertThat(codes(task)).contains("minor-consent", "ADOL", "SEX", "R");
    assertThat(section(packet(task, "imro"), "Notices on redisclosure"))
        .contains("Family Code 6924 to 6930");
  }

  @Test
  void aConfidentialAddressIsKeptOnTheCaseAndNotShownToTheReviewer() {
    ObjectNode address = Submissions.first(bundle, "Patient").withArray("address").addObject();
    address.put("city", "Oxnard").putArray("line").add("P.O. Box 4711");
    address
        .putArray("extension")
        .addObject()
        .put("url", "http://hl7.org/fhir/StructureDefinition/iso21090-AD-use")
        .put("valueCode", "CONF");
    Task task = submit();

    assertThat(ConfidentialAddress.of(task).addresses().get(0).getCity()).isEqualTo("Oxnard");
    assertThat(codes(task)).contains("confidential-communication", "LOCIS");
    assertThat(codes(read(task.getFor().getReference(), Patient.class))).contains("LOCIS", "R");
    assertThat(text(packet(task, "imro"))).doesNotContain("Box 4711").contains("18 Sample Lane");
    assertThat(text(packet(task, "department"))).contains("Box 4711");
  }

  @Test
  void whatAClientWritesByItselfIsLabelledToo() {
    Task task = submit(harmless());
    String patient = task.getFor().getReference();
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.getSubject().setReference(patient);
    observation
        .getCode()
        .addCoding()
        .setSystem("http://hl7.org/fhir/sid/icd-10-cm")
        .setCode("F10.20");
    Observation stored = create(observation, Observation.class);
    assertThat(codes(stored)).contains("SUD", "ETH", "R");

    Binary content = new Binary();
    content.setContentType("text/plain").setData("a note".getBytes());
    content = create(content, Binary.class);
    assertThat(codes(content)).isEmpty();
    DocumentReference document = new DocumentReference();
    document.setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.CURRENT);
    document.getType().addCoding().setSystem("http://loinc.org").setCode("11506-3");
    document.getSubject().setReference(patient);
    document.getContext().addRelated().setReference("Observation/" + id(stored));
    document
        .addContent()
        .getAttachment()
        .setContentType("text/plain")
        .setUrl("Binary/" + id(content));
    document = create(document, DocumentReference.class);

    assertThat(codes(document)).contains("SUD", "R");
    assertThat(codes(read("Binary/" + id(content), Binary.class))).contains("SUD", "R");
  }

  @Test
  void aClientTakesNoLabelAway() {
    service("H0015");
    Task task = submit();
    DocumentReference document =
        (DocumentReference)
            found(
                    "DocumentReference?identifier=residential-treatment-plan&patient="
                        + task.getFor().getReference())
                .get(0);
    document.getMeta().getSecurity().clear();
    document.getSecurityLabel().clear();
    document.setDescription("changed");
    for (String mode : List.of("", "TAG, PROFILE, SECURITY_LABEL")) {
      RunningServer.Call put =
          server.fhir("PUT", "DocumentReference/" + id(document)).as(PLAN).json(text(document));
      if (!mode.isEmpty()) {
        put.header("X-Meta-Snapshot-Mode", mode);
      }
      put.send().isOk(200);
      DocumentReference now = read("DocumentReference/" + id(document), DocumentReference.class);
      assertThat(now.getDescription()).isEqualTo("changed");
      assertThat(codes(now)).contains("42CFRPart2", "R");
    }
    server
        .fhir("PATCH", "DocumentReference/" + id(document))
        .as(PLAN)
        .header("X-Meta-Snapshot-Mode", "SECURITY_LABEL")
        .header("Content-Type", "application/json-patch+json")
        .body(BodyPublishers.ofString("[{\"op\":\"remove\",\"path\":\"/meta/security\"}]"))
        .send();
    assertThat(codes(read("DocumentReference/" + id(document), DocumentReference.class)))
        .contains("42CFRPart2", "R");
    assertThat(
            server
                .fhir("POST", "DocumentReference/" + id(document) + "/$meta-delete")
                .as(PLAN)
                .json("{\"resourceType\":\"Parameters\"}")
                .send()
                .status())
        .isEqualTo(404);
  }

  private void service(String code) {
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/item/0/productOrService/coding/0"))
        .put("code", code);
    ((ObjectNode) Submissions.first(bundle, "ServiceRequest").at("/code/coding/0"))
        .put("code", code);
  }

  private void diagnosis(String code) {
    ((ObjectNode)
            Submissions.first(bundle, "Claim").at("/diagnosis/0/diagnosisCodeableConcept/coding/0"))
        .put("code", code);
  }

  private void label(String type, String system, String code) {
    Submissions.first(bundle, type)
        .withObject("/meta")
        .withArray("security")
        .addObject()
        .put("system", system)
        .put("code", code);
  }

  private ObjectNode harmlessDocument() {
    return Submissions.all(bundle, "DocumentReference").get(1);
  }

  private static void psychotherapy(ObjectNode document) {
    ((ObjectNode) document.at("/type"))
        .withArray("coding")
        .addObject()
        .put("system", "http://loinc.org")
        .put("code", "34865-6");
  }

  /** The submission, about something that nobody minds. */
  private ObjectNode harmless() {
    return (ObjectNode)
        Submissions.parsed(
            bundle
                .toString()
                .replace("\"F33.2\"", "\"M54.5\"")
                .replace("\"F43.12\"", "\"M54.5\"")
                .replace("\"H0018\"", "\"E1399\"")
                .replace("\"2084P0800X\"", "\"207R00000X\""));
  }

  private Task submit() {
    return submit(bundle);
  }

  private Task submit(ObjectNode submission) {
    return server.submitted(PLAN, submission.toString());
  }

  private Bundle packet(Task task, String recipient) {
    return server
        .fhir("POST", "Task/" + id(task) + "/$packet?recipient=" + recipient)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }

  private <R extends Resource> R create(R resource, Class<R> type) {
    return server
        .fhir("POST", resource.fhirType())
        .as(PLAN)
        .json(text(resource))
        .send()
        .isOk(201)
        .resource(type);
  }

  private <R extends Resource> R read(String reference, Class<R> type) {
    return server
        .fhir("GET", reference)
        .as(PLAN)
        .header("Accept", "application/fhir+json")
        .send()
        .isOk(200)
        .resource(type);
  }

  private List<Resource> found(String search) {
    return server.found(PLAN, search);
  }

  private static List<String> codes(Resource resource) {
    return resource.getMeta().getSecurity().stream().map(Coding::getCode).toList();
  }

  private static String section(Bundle packet, String title) {
    return section((Composition) packet.getEntryFirstRep().getResource(), title);
  }

  private static String section(Composition composition, String title) {
    return composition.getSection().stream()
        .filter(section -> title.equals(section.getTitle()))
        .map(SectionComponent::getText)
        .map(text -> text.getDivAsString())
        .findFirst()
        .orElseThrow();
  }

  private static String text(Resource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }
}
