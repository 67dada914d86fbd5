package org.openimr.fhir.body;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** What a parser lets through and nobody could read again is found. */
class ContentFaultsTest {

  private static Patient patient(String family) {
    Patient patient = new Patient();
    patient.addName().setFamily("x");
    patient.addName().setFamily(family);
    return patient;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\0b", "\u0001", "a\u001f", "a\ud800b", "\udc00", "a\ud83d", "\ufffe", "\uffff"})
  void textThatCannotBeStoredIsFound(String text) {
    assertThat(ContentFaults.of(patient(text), "Patient"))
        .extracting(Problem::expression)
        .containsExactly("Patient.name[1].family");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\t\n\r", "\ud83d\ude00", "\ufffd", "\u007f", "Zoë"})
  void otherTextIsNot(String text) {
    assertThat(ContentFaults.of(patient(text), "Patient")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e101", "1e-101", "1e99999999", "-1e-99999999"})
  void aNumberThatWouldFillTheMemoryIsFound(String number) {
    Patient patient = new Patient();
    patient.addExtension(new Extension("u", new DecimalType(new BigDecimal(number))));
    assertThat(ContentFaults.of(patient, "Patient"))
        .extracting(Problem::expression)
        .containsExactly("Patient.extension[0].value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e100", "1e-100", "0.00", "-12345678901234567890.123456789"})
  void otherNumbersAreNot(String number) {
    Patient patient = new Patient();
    patient.addExtension(new Extension("u", new DecimalType(new BigDecimal(number))));
    assertThat(ContentFaults.of(patient, "Patient")).isEmpty();
  }

  @Test
  void narrativesAndExtensionsOfSimpleValuesAreLookedAt() {
    Patient patient = new Patient();
    patient.setText(new Narrative());
    patient.getText().setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>");
    patient.getText().getDiv().addText("\u0002");
    patient.getBirthDateElement().addExtension(new Extension("u", new StringType("\0")));
    assertThat(ContentFaults.of(patient, "Patient"))
        .extracting(Problem::expression)
        .containsExactlyInAnyOrder("Patient.text.div", "Patient.birthDate.extension[0].value");
  }

  @Test
  void documentsAreNotLookedInto() {
    Binary binary = new Binary();
    binary.setData(new byte[] {0, 1, 2});
    assertThat(ContentFaults.of(binary, "Binary")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"\\u0000\"}", "{\"a\":\"\uffff\"}", "{\"a\":\"\ufffe\"}"})
  void aBodyThatMayHideThemIsSuspected(String body) {
    assertThat(Characters.suspected(body.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c080", "eda0bd", "edbfbf"})
  void bytesThatOnlyALenientReaderTakesAreSuspected(String bytes) {
    byte[] body = HexFormat.of().parseHex("22" + bytes + "22");
    assertThat(Characters.suspected(body)).isTrue();
  }

  @Test
  void anOrdinaryBodyIsNotSuspected() {
    String body = FhirContext.forR4Cached().newJsonParser().encodeToString(patient("unusual Zoë"));
    assertThat(Characters.suspected(body.getBytes(StandardCharsets.UTF_8))).isFalse();
  }
}
