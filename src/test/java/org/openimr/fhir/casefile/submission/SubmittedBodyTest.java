package org.openimr.fhir.casefile.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;

class SubmittedBodyTest {

  private static final String BUNDLE =
      "{\"resourceType\":\"Bundle\",\"type\":\"collection\","
          + "\"identifier\":{\"system\":\"urn:x\",\"value\":\"1\"}}";

  @Test
  void equalContentHasOneHash() {
    String same =
        "{ \"identifier\" : {\"value\":\"1\", \"system\":\"urn:x\"},\n"
            + "\"type\":\"c\\u006fllection\", \"resourceType\":\"Bundle\"}";
    String other = BUNDLE.replace("\"1\"", "\"2\"");

    assertThat(read(same).contentSha256()).isEqualTo(read(BUNDLE).contentSha256());
    assertThat(read(other).contentSha256()).isNotEqualTo(read(BUNDLE).contentSha256());
  }

  @Test
  void theBundleMayStandInParameters() {
    String parameters =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"bundle\",\"resource\":"
            + BUNDLE
            + "}]}";

    assertThat(read(parameters).contentSha256()).isEqualTo(read(BUNDLE).contentSha256());
  }

  @Test
  void xmlIsReadAsWell() {
    byte[] xml =
        ("<Bundle xmlns=\"http://hl7.org/fhir\"><identifier><system value=\"urn:x\"/>"
                + "<value value=\"1\"/></identifier><type value=\"collection\"/></Bundle>")
            .getBytes(StandardCharsets.UTF_8);

    SubmittedBody read = SubmittedBody.read(xml, true, FhirContext.forR4Cached());

    assertThat(read.identifier().getValue()).isEqualTo("1");
    assertThat(read.contentSha256()).isEqualTo(read(BUNDLE).contentSha256());
  }

  @Test
  void whatXmlHoldsBesidesFhirIsNamed() {
    byte[] xml =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><colour value=\"green\"/></Bundle>"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(SubmittedBody.read(xml, true, FhirContext.forR4Cached()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("colour"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"resourceType\":\"Bundle\"} {}",
        "{\"resourceType\":\"Bundle\",\"type\":\"a\",\"type\":\"b\"}"
      })
  void whatIsNotWellFormedIsMalformed(String body) {
    assertThat(refused(body).malformed()).isTrue();
  }

  @Test
  void endlessNestingIsMalformed() {
    assertThat(refused("{\"a\":".repeat(100_000)).malformed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"resourceType\":\"Patient\"}", "{\"resourceType\":\"Parameters\"}"})
  void anotherResourceIsUnderstoodAndRefused(String body) {
    assertThat(refused(body).malformed()).isFalse();
  }

  private static UnreadableResourceException refused(String body) {
    return catchThrowableOfType(UnreadableResourceException.class, () -> read(body));
  }

  private static SubmittedBody read(String body) {
    return SubmittedBody.read(
        body.getBytes(StandardCharsets.UTF_8), false, FhirContext.forR4Cached());
  }
}
