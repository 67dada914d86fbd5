package org.openimr.fhir.sensitivity;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Patient;

/**
 * How old a member is, as far as the birth date tells: a year or a month leaves it open, and no
 * date leaves everything open.
 *
 * @param youngest the least age in full years; below zero if nothing is known
 * @param oldest the greatest age in full years
 */
public record MemberAge(int youngest, int oldest) {

  /** Of whom nothing is known. */
  public static final MemberAge UNKNOWN = new MemberAge(-1, Integer.MAX_VALUE);

  private static final int OF_AGE = 18;

  /**
   * Reads the age of a member.
   *
   * @param patient the member, or null
   * @param on the day on which the age is asked
   * @return the age
   */
  public static MemberAge of(Patient patient, LocalDate on) {
    if (patient == null || patient.getBirthDate() == null) {
      return UNKNOWN;
    }
    DateType birth = patient.getBirthDateElement();
    String text = birth.getValueAsString();
    LocalDate first =
        switch (birth.getPrecision()) {
          case YEAR -> LocalDate.parse(text + "-01-01");
          case MONTH -> LocalDate.parse(text + "-01");
          default -> LocalDate.parse(text);
        };
    LocalDate last =
        switch (birth.getPrecision()) {
          case YEAR -> first.plusYears(1).minusDays(1);
          case MONTH -> first.plusMonths(1).minusDays(1);
          default -> first;
        };
    return new MemberAge(years(last, on), years(first, on));
  }

  private static int years(LocalDate from, LocalDate on) {
    return (int) ChronoUnit.YEARS.between(from, on);
  }

  /** Whether the member may be a minor of at least this age. */
  boolean maybeMinorFrom(int from) {
    return youngest < OF_AGE && oldest >= from;
  }
}
