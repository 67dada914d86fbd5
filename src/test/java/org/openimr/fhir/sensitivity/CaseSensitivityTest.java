package org.openimr.fhir.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;

/** What a whole case is: by codes, by references, by the dispute. */
class CaseSensitivityTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 7, 2);
  private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
  private static final String HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
  private static final Set<String> TAKE_PART =
      Set.of("Patient", "Coverage", "Organization", "Practitioner", "PractitionerRole");

  private final ObjectNode tree = harmless();
  private Map<String, Resource> resources;

  @Test
  void aHarmlessCaseBearsNoLabels() {
    CaseSensitivity sensitivity = read();

    resources.forEach((name, each) -> assertThat(sensitivity.classes(name)).as(name).isEmpty());
    assertThat(sensitivity.label(name("Claim"))).isFalse();
  }

  @Test
  void aDiagnosisOfSubstanceUseMakesTheWholeDisputeSensitive() {
    diagnosis("F11.20");
    CaseSensitivity sensitivity = read();

    // the service refers to no diagnosis of its own; the refusal and the case refer to the claim
    for (String type : Set.of("Claim", "ClaimResponse", "Task")) {
      assertThat(sensitivity.classes(name(type))).as(type).containsExactly("substance-use");
    }
    resources.forEach(
        (name, each) -> {
          if (each instanceof DocumentReference || each.fhirType().equals("Binary")) {
            assertThat(sensitivity.classes(name)).as(name).contains("substance-use");
          }
        });
  }

  @Test
  void thoseWhoTakePartBearNoLabels() {
    diagnosis("F11.20");
    Submissions.all(tree, "Organization")
        .get(3)
        .withArray("type")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "http://nucc.org/provider-taxonomy")
        .put("code", "324500000X");
    CaseSensitivity sensitivity = read();

    resources.forEach(
        (name, each) -> {
          if (TAKE_PART.contains(each.fhirType())) {
            assertThat(sensitivity.classes(name)).as(name).isEmpty();
          }
        });
  }

  @Test
  void whatAProgramWroteIsAProgramsRecord() {
    // the facility that wrote the second document is a program; the dispute is about something else
    Submissions.all(tree, "Organization")
        .get(3)
        .withArray("type")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "http://nucc.org/provider-taxonomy")
        .put("code", "324500000X");
    Submissions.first(tree, "ServiceRequest").remove("performer");
    CaseSensitivity sensitivity = read();

    assertThat(sensitivity.classes(document(1))).containsExactly("part-2", "substance-use");
    assertThat(sensitivity.classes(document(0))).isEmpty();
    assertThat(sensitivity.classes(name("Task"))).isEmpty();
  }

  @Test
  void aContentFollowsItsDocument() {
    Submissions.all(tree, "DocumentReference")
        .get(3)
        .withArray("securityLabel")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
        .put("code", "PSYTHPN");
    CaseSensitivity sensitivity = read();

    String binary =
        ((DocumentReference) resources.get(document(3)))
            .getContentFirstRep()
            .getAttachment()
            .getUrl();
    assertThat(sensitivity.classes(document(3)))
        .containsExactly("mental-health", "psychotherapy-notes");
    assertThat(sensitivity.classes(binary)).isEqualTo(sensitivity.classes(document(3)));
    assertThat(sensitivity.label(binary)).isTrue();
    assertThat(resources.get(binary).getMeta().getSecurity()).extracting("code").contains("V");
  }

  @Test
  void aDocumentThatRefersToASensitiveServiceIsSensitive() {
    ObjectNode visit = tree.withArray("entry").addObject();
    visit.put("fullUrl", "urn:uuid:0b6e2b4e-6f5a-4d8e-9a55-0d6b3c7b7a01");
    ObjectNode procedure = visit.putObject("resource");
    procedure.put("resourceType", "Procedure").put("status", "completed");
    procedure.putObject("subject").put("reference", name("Patient"));
    procedure
        .putObject("code")
        .putArray("coding")
        .addObject()
        .put("system", HCPCS)
        .put("code", "H0015");
    Submissions.all(tree, "DocumentReference")
        .get(2)
        .putObject("context")
        .putArray("related")
        .addObject()
        .put("reference", "urn:uuid:0b6e2b4e-6f5a-4d8e-9a55-0d6b3c7b7a01");
    CaseSensitivity sensitivity = read();

    assertThat(sensitivity.classes(document(2))).containsExactly("part-2", "substance-use");
    assertThat(sensitivity.classes(document(1))).isEmpty();
    assertThat(sensitivity.classes(name("Task"))).isEmpty();
  }

  @Test
  void careToWhichAMinorMayConsentIsMarkedForMinorsAlone() {
    diagnosis("Z30.430");
    assertThat(read().classes(name("Claim"))).containsExactly("reproductive-health");

    Submissions.first(tree, "Patient").put("birthDate", "2010-03-01");
    assertThat(read().classes(name("Claim")))
        .containsExactly("minor-consent", "reproductive-health");
    assertThat(read().classes(document(0))).contains("minor-consent");
  }

  @Test
  void aConfidentialAddressIsKeptOnTheCaseAndLabelled() {
    ObjectNode address = (ObjectNode) Submissions.first(tree, "Patient").path("address").get(0);
    address
        .putArray("extension")
        .addObject()
        .put("url", "http://hl7.org/fhir/StructureDefinition/iso21090-AD-use")
        .put("valueCode", "CONF");
    read();
    Task task = (Task) resources.get(name("Task"));
    ConfidentialAddress.of((org.hl7.fhir.r4.model.Patient) resources.get(name("Patient")))
        .keepOn(task);
    CaseSensitivity sensitivity =
        CaseSensitivity.of(SensitivityRulesTest.RULES, task, resources, TODAY);

    assertThat(sensitivity.classes(name("Task"))).containsExactly("confidential-communication");
    assertThat(sensitivity.classes(name("Patient"))).containsExactly("confidential-communication");
    assertThat(sensitivity.classes(name("Claim"))).isEmpty();
    assertThat(ConfidentialAddress.of(task).addresses().get(0).getCity()).isEqualTo("Ventura");
  }

  @Test
  void referencesInARingComeToAnEnd() {
    Submissions.all(tree, "DocumentReference")
        .get(0)
        .putObject("context")
        .putArray("related")
        .addObject()
        .put("reference", document(1));
    Submissions.all(tree, "DocumentReference")
        .get(1)
        .putObject("context")
        .putArray("related")
        .addObject()
        .put("reference", document(0));
    ((ObjectNode) Submissions.all(tree, "DocumentReference").get(1).at("/type/coding/0"))
        .put("code", "18823-5");

    assertThat(read().classes(document(0))).containsExactly("part-2", "substance-use");
  }

  /** The small submission, about something that nobody minds. */
  private static ObjectNode harmless() {
    String text =
        Submissions.small()
            .toString()
            .replace("\"F33.2\"", "\"M54.5\"")
            .replace("\"F43.12\"", "\"M54.5\"")
            .replace("\"H0018\"", "\"E1399\"")
            .replace("\"2084P0800X\"", "\"207R00000X\"");
    return (ObjectNode) Submissions.parsed(text);
  }

  private void diagnosis(String code) {
    ((ObjectNode)
            Submissions.first(tree, "Claim").at("/diagnosis/0/diagnosisCodeableConcept/coding/0"))
        .put("system", ICD)
        .put("code", code);
  }

  private CaseSensitivity read() {
    Bundle bundle =
        Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, tree.toString());
    resources = new LinkedHashMap<>();
    bundle.getEntry().forEach(entry -> resources.put(entry.getFullUrl(), entry.getResource()));
    return CaseSensitivity.of(
        SensitivityRulesTest.RULES,
        (Task) bundle.getEntryFirstRep().getResource(),
        resources,
        TODAY);
  }

  private String name(String type) {
    return nth(type, 0);
  }

  private String document(int number) {
    return nth("DocumentReference", number);
  }

  private String nth(String type, int number) {
    int found = 0;
    for (var entry : tree.path("entry")) {
      if (entry.at("/resource/resourceType").asText().equals(type) && found++ == number) {
        return entry.path("fullUrl").asText();
      }
    }
    throw new IllegalArgumentException(type + " " + number);
  }
}
