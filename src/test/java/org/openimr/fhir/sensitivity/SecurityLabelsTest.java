package org.openimr.fhir.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** Labels grow, and of several confidentialities the highest stays. */
class SecurityLabelsTest {

  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final SensitivityRules RULES = SensitivityRulesTest.RULES;

  private final Observation observation = new Observation();

  @Test
  void classesBecomeLabels() {
    assertThat(SecurityLabels.add(observation, Set.of("mental-health"), RULES)).isTrue();

    assertThat(codes()).containsExactly("mental-health", "PSY", "R");
    assertThat(SecurityLabels.add(observation, Set.of("mental-health"), RULES)).isFalse();
    assertThat(codes()).containsExactly("mental-health", "PSY", "R");
  }

  @Test
  void whatTheSubmitterSetStays() {
    confidentiality("V");
    observation.getMeta().addSecurity(new Coding(ACT, "NOAUTH", null));

    SecurityLabels.add(observation, Set.of("mental-health"), RULES);

    assertThat(codes()).containsExactly("V", "NOAUTH", "mental-health", "PSY");
  }

  @Test
  void aLowerConfidentialityIsRaised() {
    for (String lower : List.of("U", "L", "M", "N")) {
      observation.getMeta().getSecurity().clear();
      confidentiality(lower);

      SecurityLabels.add(observation, Set.of("substance-use"), RULES);

      assertThat(codes()).containsExactly("substance-use", "SUD", "ETH", "R");
    }
  }

  @Test
  void ofSeveralConfidentialitiesTheHighestStaysAlone() {
    confidentiality("N");
    confidentiality("R");
    SecurityLabels.add(observation, Set.of("psychotherapy-notes"), RULES);
    assertThat(codes()).doesNotContain("N", "R").contains("V");

    List<Coding> bundle = new java.util.ArrayList<>();
    for (String each : List.of("N", "V", "R")) {
      SecurityLabels.add(bundle, List.of(new Coding(Confidentiality.SYSTEM, each, null)));
    }
    assertThat(bundle).extracting(Coding::getCode).containsExactly("V");
  }

  @Test
  void withoutClassNothingIsAdded() {
    confidentiality("N");
    assertThat(SecurityLabels.add(observation, Set.of(), RULES)).isFalse();
    assertThat(codes()).containsExactly("N");
  }

  @Test
  void aDocumentBearsItsLabelsAsWell() {
    DocumentReference document = new DocumentReference();
    document.addSecurityLabel(
        new CodeableConcept(new Coding(Confidentiality.SYSTEM, "N", null))
            .addCoding(new Coding("http://example.org", "own", null)));
    document.addSecurityLabel(new CodeableConcept(new Coding(Confidentiality.SYSTEM, "L", null)));

    SecurityLabels.add(document, Set.of("part-2", "substance-use"), RULES);

    assertThat(
            document.getSecurityLabel().stream()
                .flatMap(label -> label.getCoding().stream())
                .map(Coding::getCode))
        .containsExactly("own", "substance-use", "SUD", "ETH", "part-2", "42CFRPart2", "R");
    assertThat(document.getMeta().getSecurity()).extracting(Coding::getCode).contains("R");
  }

  @Test
  void thePrivilegeOfADocumentIsNotTouched() {
    DocumentReference document = new DocumentReference();
    Coding privilege =
        new Coding("https://openimr.org/fhir/CodeSystem/imr-privilege", "work-product", null);
    document.addSecurityLabel(new CodeableConcept(privilege));

    SecurityLabels.add(document, Set.of("mental-health"), RULES);

    assertThat(document.getSecurityLabelFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("work-product");
  }

  private void confidentiality(String code) {
    observation.getMeta().addSecurity(new Coding(Confidentiality.SYSTEM, code, null));
  }

  private Stream<String> codes() {
    return observation.getMeta().getSecurity().stream().map(Coding::getCode);
  }
}
