package org.openimr.fhir.relation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.core.relation.CaseKeys;
import org.openimr.core.relation.CommonGround;
import org.openimr.core.relation.DisputedService;
import org.openimr.fhir.casefile.submission.Submissions;

/** What a submission is known by, however its sender writes it. */
class CaseKeyReaderTest {

  private final ObjectNode mine = Submissions.small();
  private final ObjectNode theirs = Submissions.small();

  @Test
  void readsNumbersNamesAndServices() {
    CaseKeys keys = keys(mine);

    assertThat(keys.members())
        .containsExactlyInAnyOrder(
            "number|https://openimr.org/fhir/sid/organization|VCHCP|VC7731904",
            "number|name|VENTURACOUNTYHEALTHCAREPLAN|VC7731904",
            "person|VC7731904|1991-11-03|ELLERY|JORDAN");
    assertThat(keys.numbers()).containsExactlyInAnyOrder("MN2690417", "BH2026118834");
    assertThat(keys.denials()).contains("name|VENTURACOUNTYHEALTHCAREPLAN|BH2026118834").hasSize(4);
    assertThat(keys.services())
        .containsExactly(
            new DisputedService("H0018", LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 30)));
  }

  @Test
  void aNumberWithOtherSignsIsTheSame() {
    patient(theirs, "identifier").put("value", "vc 773.1904");
    ((ObjectNode) Submissions.first(theirs, "Coverage")).put("subscriberId", "vc-773-1904");

    assertThat(common()).contains(CommonGround.SERVICE);
  }

  @Test
  void aMemberIsKnownBySubscriberNumberBirthDateAndNameAlone() {
    // no identifier of the patient, and a payer that is named otherwise
    Submissions.first(theirs, "Patient").remove("identifier");
    payer("Some other name");
    Submissions.first(theirs, "Claim").remove("identifier");
    ((ArrayNode) Submissions.first(theirs, "Task").path("identifier")).removeAll();
    assertThat(common()).containsExactly(CommonGround.SERVICE);

    Submissions.first(theirs, "Patient").put("birthDate", "1991-11-04");
    assertThat(common()).isEmpty();
  }

  @Test
  void twinsWithOneSubscriberNumberAreNotTheSameMember() {
    Submissions.first(theirs, "Patient").remove("identifier");
    ((ArrayNode) patient(theirs, "name").path("given")).removeAll().add("Jamie");
    Submissions.first(theirs, "Claim").remove("identifier");
    ((ArrayNode) Submissions.first(theirs, "Task").path("identifier")).removeAll();

    assertThat(common()).isEmpty();
  }

  @Test
  void marksAndCapitalsInNamesDoNotMatter() {
    patient(mine, "name").put("family", "Núñez-Ellery");
    patient(theirs, "name").put("family", "NUNEZ ELLERY");
    Submissions.first(theirs, "Patient").remove("identifier");
    Submissions.first(mine, "Patient").remove("identifier");

    assertThat(common()).contains(CommonGround.SERVICE);
  }

  @Test
  void aMedicalRecordNumberIsNoMemberNumber() {
    ((ObjectNode) patient(mine, "identifier").at("/type/coding/0")).put("code", "MR");

    assertThat(keys(mine).members()).containsExactly("person|VC7731904|1991-11-03|ELLERY|JORDAN");
  }

  @Test
  void theSameClaimNumberOfAnotherPayerIsNothing() {
    payer("Another Plan");
    Submissions.first(theirs, "Patient").remove("identifier");
    Submissions.first(theirs, "Patient").put("birthDate", "1950-01-01");

    assertThat(common()).isEmpty();
  }

  @Test
  void aMonthOrAYearStandsForAllItsDays() {
    item(theirs).remove("servicedPeriod");
    item(theirs).put("servicedDate", "2026-06");
    assertThat(keys(theirs).services())
        .containsExactly(
            new DisputedService("H0018", LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 30)));
    item(theirs).put("servicedDate", "2024");
    assertThat(keys(theirs).services())
        .containsExactly(
            new DisputedService("H0018", LocalDate.of(2024, 1, 1), LocalDate.of(2024, 12, 31)));
    item(theirs).put("servicedDate", "2024-02");
    assertThat(keys(theirs).services().iterator().next().to()).isEqualTo(LocalDate.of(2024, 2, 29));
  }

  @Test
  void aServiceRequestIsReadLikeAClaim() {
    Submissions.first(theirs, "Task")
        .with("focus")
        .put("reference", "urn:uuid:caab4b24-75ff-5179-b14c-cf2f048a735e");

    assertThat(keys(theirs).services()).isEqualTo(keys(mine).services());
  }

  @Test
  void aCaseWithoutMemberOrServiceHasNoSuchKeys() {
    CaseKeys keys = CaseKeyReader.read(new Task(), java.util.Map.of());

    assertThat(keys.members()).isEmpty();
    assertThat(keys.inCommonWith(keys)).isEmpty();
  }

  private java.util.Set<CommonGround> common() {
    return keys(mine).inCommonWith(keys(theirs));
  }

  private void payer(String name) {
    ObjectNode plan = Submissions.first(theirs, "Organization");
    plan.put("name", name);
    ((ObjectNode) plan.path("identifier").get(0)).put("value", "another");
  }

  private static ObjectNode patient(ObjectNode bundle, String element) {
    return (ObjectNode) Submissions.first(bundle, "Patient").path(element).get(0);
  }

  private static ObjectNode item(ObjectNode bundle) {
    return (ObjectNode) Submissions.first(bundle, "Claim").path("item").get(0);
  }

  private static CaseKeys keys(ObjectNode tree) {
    Bundle bundle =
        Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, tree.toString());
    java.util.Map<String, Resource> resources = new java.util.LinkedHashMap<>();
    bundle.getEntry().forEach(entry -> resources.put(entry.getFullUrl(), entry.getResource()));
    return CaseKeyReader.read((Task) bundle.getEntryFirstRep().getResource(), resources);
  }
}
