package org.openimr.fhir.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.artifact.PackagedSensitivity;

/** Each class is recognized by its codes, and by no others. */
class SensitivityRulesTest {

  static final SensitivityRules RULES = PackagedSensitivity.read(FhirContext.forR4Cached());

  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final MemberAge ADULT = new MemberAge(40, 40);

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://hl7.org/fhir/sid/icd-10-cm | F10.20  | substance-use
          http://hl7.org/fhir/sid/icd-10-cm | f1020   | substance-use
          http://hl7.org/fhir/sid/icd-10-cm | F19     | substance-use
          http://hl7.org/fhir/sid/icd-10-cm | F17.210 |
          http://hl7.org/fhir/sid/icd-10-cm | F09     |
          http://hl7.org/fhir/sid/icd-10-cm | T40.1X1A| substance-use
          http://hl7.org/fhir/sid/icd-10-cm | T41.1X1A|
          http://hl7.org/fhir/sid/icd-10-cm | K70.30  | substance-use
          http://hl7.org/fhir/sid/icd-10-cm | K71.0   |
          http://hl7.org/fhir/sid/icd-10-cm | F33.2   | mental-health
          http://hl7.org/fhir/sid/icd-10-cm | F84.0   | mental-health
          http://hl7.org/fhir/sid/icd-10-cm | E11.9   |
          http://hl7.org/fhir/sid/icd-10-cm | O09.91  | reproductive-health
          http://hl7.org/fhir/sid/icd-10-cm | Z30.430 | reproductive-health
          http://hl7.org/fhir/sid/icd-10-cm | Z3A.12  | reproductive-health
          http://hl7.org/fhir/sid/icd-10-cm | A56.01  | sexually-transmitted
          http://hl7.org/fhir/sid/icd-10-cm | B20     | hiv sexually-transmitted
          http://hl7.org/fhir/sid/icd-10-cm | B19.20  |
          http://hl7.org/fhir/sid/icd-10-cm | T74.22XA| violence
          http://hl7.org/fhir/sid/icd-10-cm | T74.12XA|
          http://hl7.org/fhir/sid/icd-10-cm | Z69.11  | violence
          http://www.cms.gov/Medicare/Coding/ICD10 | HZ2ZZZZ | part-2
          http://hl7.org/fhir/sid/icd-10-pcs | HZ2ZZZZ | part-2
          urn:oid:2.16.840.1.113883.6.90 | F10.20 | substance-use
          http://terminology.hl7.org/CodeSystem/HCPCS-all-codes | H0015 | part-2
          http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets | H0015 | part-2
          https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets | H0020 | part-2
          http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets | H0018 | mental-health
          http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets | J0574 | substance-use
          http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets | E1399 |
          https://www.nubc.org/CodeSystem/RevenueCodes | 0906 | part-2
          https://www.nubc.org/CodeSystem/RevenueCodes | 1002 | part-2
          https://www.nubc.org/CodeSystem/RevenueCodes | 0450 |
          https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set | 55 | part-2
          https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set | 58 | part-2
          https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set | 11 |
          http://nucc.org/provider-taxonomy | 324500000X | part-2
          http://nucc.org/provider-taxonomy | 2084P0800X | mental-health
          http://nucc.org/provider-taxonomy | 207R00000X |
          http://terminology.hl7.org/CodeSystem/v3-RoleCode | SURF | part-2
          http://loinc.org | 18823-5 | part-2
          http://loinc.org | 34865-6 | psychotherapy-notes
          http://loinc.org | 11506-3 |
          http://example.org/codes | F10.20 |
          """)
  void aCodeTellsOfItsClasses(String system, String code, String classes) {
    assertThat(RULES.toldBy(new Coding(system, code, null)))
        .isEqualTo(classes == null ? Set.of() : new TreeSet<>(List.of(classes.split(" "))));
  }

  @Test
  void aCodeWithoutSystemTellsNothing() {
    assertThat(RULES.toldBy(new Coding(null, "F10.20", null))).isEmpty();
    assertThat(RULES.toldBy(new Coding("http://hl7.org/fhir/sid/icd-10-cm", null, null))).isEmpty();
  }

  @ParameterizedTest(name = "{0} #{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://terminology.hl7.org/CodeSystem/v3-ActCode | 42CFRPart2 | part-2
          http://terminology.hl7.org/CodeSystem/v3-ActCode | ETH        | substance-use
          http://terminology.hl7.org/CodeSystem/v3-ActCode | SUD        | substance-use
          http://terminology.hl7.org/CodeSystem/v3-ActCode | PSY        | mental-health
          http://terminology.hl7.org/CodeSystem/v3-ActCode | PSYTHPN    | psychotherapy-notes
          http://terminology.hl7.org/CodeSystem/v3-ActCode | ADOL       | minor-consent
          http://terminology.hl7.org/CodeSystem/v3-Confidentiality | ETH | substance-use
          https://openimr.org/fhir/CodeSystem/imr-sensitivity | minor-consent | minor-consent
          """)
  void aLabelTellsOfItsClass(String system, String code, String sensitive) {
    assertThat(RULES.labelledBy(new Coding(system, code, null))).containsExactly(sensitive);
  }

  @Test
  void aConfidentialityAloneTellsOfNoClass() {
    assertThat(RULES.labelledBy(new Coding(Confidentiality.SYSTEM, "V", null))).isEmpty();
    assertThat(RULES.labelledBy(new Coding(ACT, "TREAT", null))).isEmpty();
  }

  @Test
  void aProgramsRecordTellsOfTheDisorderAsWell() {
    assertThat(RULES.closed(Set.of("part-2"), ADULT)).containsExactly("part-2", "substance-use");
    assertThat(RULES.labels(Set.of("part-2", "substance-use")))
        .extracting(Coding::getCode)
        .containsExactly("substance-use", "SUD", "ETH", "part-2", "42CFRPart2");
    assertThat(RULES.confidentiality(Set.of("part-2"))).isEqualTo(Confidentiality.R);
  }

  @Test
  void psychotherapyNotesAreVeryRestricted() {
    assertThat(RULES.closed(Set.of("psychotherapy-notes"), ADULT))
        .containsExactly("mental-health", "psychotherapy-notes");
    assertThat(RULES.confidentiality(Set.of("psychotherapy-notes", "mental-health")))
        .isEqualTo(Confidentiality.V);
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    // Family Code 6929: alcohol and drugs, from 12
    "substance-use, 11, false",
    "substance-use, 12, true",
    "substance-use, 17, true",
    "substance-use, 18, false",
    "part-2, 12, true",
    // Family Code 6925: pregnancy, at any age
    "reproductive-health, 9, true",
    // Family Code 6926, Health and Safety Code 121020: from 12
    "sexually-transmitted, 11, false",
    "sexually-transmitted, 12, true",
    "hiv, 12, true",
    // Family Code 6928: after an assault, at any age
    "violence, 5, true",
    // needs a judgement that no code tells (6924)
    "mental-health, 15, false",
    "psychotherapy-notes, 15, false"
  })
  void aMinorMayConsentAlone(String sensitive, int age, boolean may) {
    assertThat(RULES.closed(Set.of(sensitive), new MemberAge(age, age)).contains("minor-consent"))
        .isEqualTo(may);
  }

  @Test
  void anAgeThatIsNotKnownMayBeThatOfAMinor() {
    assertThat(RULES.closed(Set.of("substance-use"), MemberAge.UNKNOWN)).contains("minor-consent");
    assertThat(RULES.closed(Set.of("mental-health"), MemberAge.UNKNOWN))
        .containsExactly("mental-health");
  }

  @Test
  void noticesAreSaidInEnglishAndSpanish() {
    List<Map<String, String>> notices =
        RULES.notices(List.of(new Coding(ACT, "42CFRPart2", null), new Coding(ACT, "PSY", null)));

    assertThat(notices).hasSize(1);
    // 42 CFR 2.32 prescribes these words
    assertThat(notices.get(0).get("en"))
        .isEqualTo("42 CFR part 2 prohibits unauthorized use or disclosure of these records.");
    assertThat(notices.get(0).get("es")).isNotBlank();
    assertThat(RULES.notices(List.of(new Coding(ACT, "SUD", null)))).isEmpty();
    assertThat(
            RULES.notices(List.of(new Coding(ACT, "PSYTHPN", null), new Coding(ACT, "ADOL", null))))
        .hasSize(2)
        .allSatisfy(notice -> assertThat(notice).containsOnlyKeys("en", "es"));
  }

  @Test
  void aValueSetThatIsWrittenOtherwiseIsRefused() {
    CodeSystem system = new CodeSystem();
    var concept = system.addConcept().setCode("some");
    concept
        .addProperty()
        .setCode("confidentiality")
        .setValue(new org.hl7.fhir.r4.model.StringType("R"));
    concept
        .addProperty()
        .setCode("value-set")
        .setValue(new org.hl7.fhir.r4.model.StringType("http://example.org/vs"));
    ValueSet all = new ValueSet();
    all.setUrl("http://example.org/vs");
    all.getCompose().addInclude().setSystem("http://example.org/codes");
    assertThatThrownBy(() -> new SensitivityRules(system, List.of(all), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://example.org/vs");
    ValueSet excluding = all.copy();
    excluding.getCompose().getIncludeFirstRep().addConcept().setCode("a");
    excluding.getCompose().addExclude().setSystem("http://example.org/codes");
    assertThatThrownBy(() -> new SensitivityRules(system, List.of(excluding), List.of()))
        .hasMessageContaining("excludes");
    assertThatThrownBy(() -> new SensitivityRules(system, List.of(), List.of()))
        .hasMessageContaining("http://example.org/vs");
  }
}
