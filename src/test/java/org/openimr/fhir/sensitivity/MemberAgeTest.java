package org.openimr.fhir.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How old a member is, and may be. */
class MemberAgeTest {

  private static final LocalDate ON = LocalDate.of(2026, 7, 2);

  @ParameterizedTest(name = "born {0}: {1} to {2}")
  @CsvSource({
    "2008-07-02, 18, 18",
    "2008-07-03, 17, 17",
    "2014-07-02, 12, 12",
    "2008-07, 17, 18",
    "2008-08, 17, 17",
    "2008, 17, 18",
    "2026-07-02, 0, 0"
  })
  void countsFullYears(String born, int youngest, int oldest) {
    assertThat(MemberAge.of(patient(born), ON)).isEqualTo(new MemberAge(youngest, oldest));
  }

  @ParameterizedTest(name = "born {0}, from {1}: {2}")
  @CsvSource({
    "2008-07-02, 12, false",
    "2008-07-03, 12, true",
    "2008, 12, true",
    "2014-07-03, 12, false",
    "2014, 12, true",
    "2014-07-03, 0, true",
    ", 12, true"
  })
  void maybeAMinor(String born, int from, boolean may) {
    assertThat(MemberAge.of(patient(born), ON).maybeMinorFrom(from)).isEqualTo(may);
  }

  private static Patient patient(String born) {
    Patient patient = new Patient();
    if (born != null) {
      patient.setBirthDateElement(new DateType(born));
    }
    return patient;
  }
}
