package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** who gets psychotherapy notes, by packets and by reading. */
@OnEachDatabase
class PsychotherapyNotesIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PROVIDER = "demo-provider";
  private final String secret = "What was said in hour " + UUID.randomUUID();

  private final RunningServer server;
  private final ObjectNode bundle = Submissions.small();

  PsychotherapyNotesIT(Database database) {
    this.server = database.server();
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("value", UUID.randomUUID().toString());
    Submissions.name(bundle, 1, "demo-member");
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.name(bundle, 3, PROVIDER);
    ObjectNode document = Submissions.all(bundle, "DocumentReference").get(0);
    document.put("description", secret);
    ((ObjectNode) document.at("/type"))
        .withArray("coding")
        .addObject()
        .put("system", "http://loinc.org")
        .put("code", "34865-6");
  }

  @Test
  void withoutAnAuthorizationTheReviewOrganizationAloneGetsThem() {
    Task task = server.submitted(PLAN, bundle.toString());

    Bundle whole = packet(task, "imro");
    assertThat(text(whole)).contains(secret);
    for (String recipient : List.of("provider", "member", "department")) {
      Bundle packet = packet(task, recipient);
      assertThat(text(packet)).as(recipient).doesNotContain(secret, "PSYTHPN");
      assertThat(log(packet)).as(recipient).contains("Withheld", "psychotherapy-notes");
    }
    for (String token : List.of(PROVIDER, "demo-member", "demo-department", "demo-committee")) {
      for (String path :
          List.of(
              "DocumentReference?patient=" + task.getFor().getReference(),
              "Bundle?_sort=-_lastUpdated&_count=200")) {
        assertThat(server.fhir("GET", path).as(token).send().text())
            .as(token + " " + path)
            .doesNotContain(secret);
      }
    }
    String imro = "Bundle/" + id(whole);
    assertThat(server.fhir("GET", imro).as(PROVIDER).send().status()).isEqualTo(404);
    assertThat(server.fhir("GET", imro).as("demo-imro").send().status()).isEqualTo(200);
  }

  @Test
  void anAuthorizationForTheseNotesBringsThemToTheProvider() {
    authorize();
    Task task = server.submitted(PLAN, bundle.toString());

    Bundle packet = packet(task, "provider");
    assertThat(text(packet)).contains(secret, "PSYTHPN");
    assertThat(log(packet)).contains("the member has authorized it", "Consent/");
    assertThat(text(packet(task, "member"))).doesNotContain(secret);
    Bundle read =
        server
            .fhir("GET", "Task/" + id(task) + "/$packet?recipient=provider")
            .as(PROVIDER)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(text(read)).contains(secret);
    String name = "Bundle/" + id(packet);
    assertThat(server.fhir("GET", name).as(PROVIDER).send().isOk(200).text()).contains(secret);
    for (String token : List.of("demo-member", "demo-department", "demo-imro", "demo-committee")) {
      assertThat(server.fhir("GET", name).as(token).send().text()).as(token).doesNotContain(secret);
    }
    // by the packet, which the member authorized; not by a right to read
    for (Resource each :
        server.found(PROVIDER, "DocumentReference?patient=" + task.getFor().getReference())) {
      assertThat(text(each)).doesNotContain(secret);
    }
  }

  @Test
  void anAuthorizationThatTheProviderTouchedIsNone() {
    authorize();
    Task task = server.submitted(PLAN, bundle.toString());
    Consent consent =
        (Consent) server.found(PROVIDER, "Consent?patient=" + task.getFor().getReference()).get(0);
    server
        .fhir("PUT", "Consent/" + id(consent))
        .as(PROVIDER)
        .json(
            text(consent.setPolicy(List.of(new Consent.ConsentPolicyComponent().setUri("urn:x")))))
        .send()
        .isOk(200);

    assertThat(text(packet(task, "provider"))).doesNotContain(secret);
  }

  private void authorize() {
    String patient = Submissions.first(bundle, "Claim").at("/patient/reference").asText();
    String provider = Submissions.first(bundle, "Claim").at("/provider/reference").asText();
    ObjectNode entry = bundle.withArray("/entry").addObject();
    entry.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
    entry.set(
        "resource",
        Submissions.parsed(
            ("{'resourceType':'Consent','status':'active','scope':{'coding':[{'system':"
                    + "'http://terminology.hl7.org/CodeSystem/consentscope','code':"
                    + "'patient-privacy'}]},'category':[{'coding':[{'system':'http://loinc.org',"
                    + "'code':'57016-8'}]}],'patient':{'reference':'PATIENT'},'dateTime':"
                    + "'2026-06-25','performer':[{'reference':'PATIENT'}],'policyRule':{'coding':"
                    + "[{'system':'http://terminology.hl7.org/CodeSystem/consentpolicycodes',"
                    + "'code':'hipaa-auth'}]},'verification':[{'verified':true,"
                    + "'verificationDate':'2026-06-25'}],'provision':{'type':'permit','period':"
                    + "{'start':'2026-06-25','end':'END'},'securityLabel':[{'system':"
                    + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSYTHPN'}],"
                    + "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason',"
                    + "'code':'TREAT'}],'actor':[{'role':{'coding':[{'system':"
                    + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':"
                    + "'IRCP'}]},'reference':{'reference':'PROVIDER'}}]}}")
                .replace("PATIENT", patient)
                .replace("PROVIDER", provider)
                .replace("END", LocalDate.now().plusYears(1).toString())
                .replace('\'', '"')));
  }

  private Bundle packet(Task task, String recipient) {
    return server
        .fhir("POST", "Task/" + id(task) + "/$packet?recipient=" + recipient)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }

  private static String log(Bundle packet) {
    return ((Composition) packet.getEntryFirstRep().getResource())
        .getSection().stream()
            .filter(section -> "Privilege log".equals(section.getTitle()))
            .map(SectionComponent::getText)
            .map(text -> text.getDivAsString().replaceAll("\\s+", " "))
            .findFirst()
            .orElseThrow();
  }

  private static String text(Resource resource) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource);
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }
}
