package org.openimr.fhir.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/** by which Consents the provider's packet holds psychotherapy notes, and by which not. */
class NotesAuthorizationTest {

  private static final LocalDate ON = LocalDate.of(2026, 7, 3);
  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private boolean covers(Consumer<Consent> change) {
    Consent consent = consent();
    change.accept(consent);
    return covers(consent, "provider", "notes");
  }

  private boolean covers(Consent consent, String recipient, String document) {
    NotesAuthorization notes = NotesAuthorization.of(file(consent), recipient, ON);
    DocumentReference asked = new DocumentReference();
    asked.setId(document);
    return notes.lifts("psychotherapy-notes", asked);
  }

  @Test
  void anAuthorizationForTheseNotesToThisProviderCovers() {
    assertThat(covers(consent -> {})).isTrue();
    assertThat(covers(consent -> actor(consent, "Practitioner/doctor"))).isTrue();
    assertThat(covers(consent -> actor(consent, "Organization/clinic"))).isTrue();
    assertThat(covers(consent -> data(consent, "DocumentReference/notes"))).isTrue();
    // the last day
    assertThat(covers(consent -> until(consent, "2026-07-03"))).isTrue();
    assertThat(covers(consent(), "provider", "letter")).as("no notes").isFalse();
  }

  @Test
  void whatIsNotSpecificCoversNothing() {
    assertThat(covers(consent -> consent.getProvision().setSecurityLabel(null)))
        .as("a release of records")
        .isFalse();
    assertThat(
            covers(consent -> consent.getProvision().addSecurityLabel(new Coding(ACT, "PSY", ""))))
        .as("together with another")
        .isFalse();
    assertThat(covers(consent -> actor(consent, "Organization/other"))).isFalse();
    assertThat(covers(consent -> data(consent, "DocumentReference/letter"))).isFalse();
    assertThat(covers(consent -> consent.getPatient().setReference("Patient/other"))).isFalse();
    assertThat(
            covers(
                consent ->
                    consent
                        .getProvision()
                        .addProvision()
                        .setType(Consent.ConsentProvisionType.DENY)))
        .isFalse();
    assertThat(covers(consent -> consent.getProvision().addAction().setText("collect"))).isFalse();
    assertThat(covers(consent(), "member", "notes")).isFalse();
    assertThat(covers(consent(), "department", "notes")).isFalse();
  }

  @Test
  void whatIsNotInForceOrNotSignedCoversNothing() {
    assertThat(covers(consent -> consent.setStatus(ConsentState.INACTIVE))).as("revoked").isFalse();
    assertThat(covers(consent -> until(consent, "2026-07-02"))).as("expired").isFalse();
    assertThat(covers(consent -> consent.getProvision().setPeriod(null))).as("no end").isFalse();
    assertThat(covers(consent -> until(consent, "2026-08"))).as("no day").isFalse();
    assertThat(covers(consent -> consent.setDateTimeElement(new DateTimeType("2026-07-04"))))
        .as("signed tomorrow")
        .isFalse();
    assertThat(covers(consent -> consent.setDateTimeElement(null))).isFalse();
    assertThat(covers(consent -> consent.setPerformer(null))).isFalse();
    assertThat(covers(consent -> consent.setVerification(null))).isFalse();
    assertThat(covers(consent -> consent.getProvision().setPurpose(null))).isFalse();
    assertThat(covers(consent -> consent.getProvision().setType(Consent.ConsentProvisionType.DENY)))
        .isFalse();
  }

  @Test
  void whoWouldGetTheNotesAuthorizesNothing() {
    assertThat(covers(consent -> AccessMarks.givenBy(consent, "provider")))
        .as("changed by the provider")
        .isFalse();
    assertThat(covers(consent -> consent.getMeta().setTag(null)))
        .as("by whom is unknown")
        .isFalse();
  }

  private static void until(Consent consent, String end) {
    consent.getProvision().getPeriod().setEndElement(new DateTimeType(end));
  }

  private static void actor(Consent consent, String reference) {
    consent.getProvision().getActorFirstRep().getReference().setReference(reference);
  }

  private static void data(Consent consent, String reference) {
    consent
        .getProvision()
        .addData()
        .setMeaning(Consent.ConsentDataMeaning.INSTANCE)
        .setReference(new Reference(reference));
  }

  private static Consent consent() {
    Consent consent = new Consent();
    consent.setId("consent");
    consent.setStatus(ConsentState.ACTIVE);
    consent.getScope().addCoding().setCode("patient-privacy");
    consent.getPatient().setReference("Patient/member");
    consent.setDateTimeElement(new DateTimeType("2026-07-01"));
    consent.addPerformer().setReference("Patient/member");
    consent.addVerification().setVerified(true);
    consent
        .getProvision()
        .setType(Consent.ConsentProvisionType.PERMIT)
        .addSecurityLabel(new Coding(ACT, "PSYTHPN", null))
        .addPurpose(new Coding(null, "TREAT", null));
    until(consent, "2027-07-01");
    consent
        .getProvision()
        .addActor()
        .setRole(new CodeableConcept(new Coding(null, "IRCP", null)))
        .setReference(new Reference("PractitionerRole/role"));
    AccessMarks.givenBy(consent, "member");
    return consent;
  }

  private static CaseFile file(Consent consent) {
    Task task = new Task();
    task.getFor().setReference("Patient/member");
    Claim claim = new Claim();
    claim.setId("claim");
    claim.getProvider().setReference("PractitionerRole/role");
    PractitionerRole role = new PractitionerRole();
    role.setId("role");
    role.getPractitioner().setReference("Practitioner/doctor");
    role.getOrganization().setReference("Organization/clinic");
    DocumentReference notes = new DocumentReference();
    notes.setId("notes");
    notes
        .getMeta()
        .addSecurity(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-sensitivity",
                "psychotherapy-notes",
                null));
    DocumentReference letter = new DocumentReference();
    letter.setId("letter");
    List<Resource> resources = new ArrayList<>(List.of(claim, role, notes, letter, consent));
    return new CaseFile(task, resources);
  }
}
