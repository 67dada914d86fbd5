package org.openimr.fhir.measure;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.report.AddressParameters;

/**
 * What is asked of a measure.
 *
 * @param first the first day
 * @param last the last day
 * @param traced whether the cases behind each number are asked for
 */
public record MeasureQuestion(LocalDate first, LocalDate last, boolean traced) {

  private static final String START = "periodStart";
  private static final String END = "periodEnd";
  private static final String TYPE = "reportType";
  private static final String SUMMARY = "population";
  private static final String SUBJECTS = "subject-list";

  /**
   * Reads the address of a request.
   *
   * @param given the parameters in it
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static MeasureQuestion read(Map<String, String[]> given) {
    return read(new AddressParameters(given, List.of(START, END, TYPE), List.of()));
  }

  /**
   * Reads the address of a request that may name a period alone.
   *
   * @param given the parameters in it
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static MeasureQuestion period(Map<String, String[]> given) {
    return read(new AddressParameters(given, List.of(START, END), List.of()));
  }

  /**
   * Refuses a period that is not of whole years: numbers of shorter ones tell dates.
   *
   * @see <a href="https://www.ecfr.gov/current/title-45/section-164.514">45 CFR
   *     164.514(b)(2)(i)(C)</a>
   * @throws UnreadableResourceException naming each end that is within a year
   */
  public void requireWholeYears() {
    List<Problem> problems = new ArrayList<>();
    if (first.getDayOfYear() != 1) {
      problems.add(within(START, "the first day of a year was expected, such as 2026."));
    }
    if (last.plusDays(1).getDayOfYear() != 1) {
      problems.add(within(END, "the last day of a year was expected, such as 2026."));
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
  }

  private static Problem within(String name, String expected) {
    return new Problem(
        "business-rule",
        "http." + name,
        "Who sees cases masked is told no date but its year, and gets numbers of whole years; "
            + expected);
  }

  private static MeasureQuestion read(AddressParameters address) {
    LocalDate first = day(address, START, 0);
    LocalDate last = day(address, END, 1);
    if (first != null && last != null && first.isAfter(last)) {
      address.refuse("value", END, "The period ends before it begins.");
    }
    String type = address.text(TYPE);
    if (type != null && !type.equals(SUMMARY) && !type.equals(SUBJECTS)) {
      address.refuse(
          "code-invalid",
          TYPE,
          "The type of report is not made here; " + SUMMARY + " or " + SUBJECTS + " was expected.");
    }
    address.check();
    return new MeasureQuestion(first, last, SUBJECTS.equals(type));
  }

  private static LocalDate day(AddressParameters address, String name, int end) {
    String text = address.text(name);
    if (text == null) {
      address.refuse(
          "required", name, name + " is missing; a day such as 2026-01-01 was expected.");
      return null;
    }
    try {
      return AddressParameters.span(text)[end];
    } catch (DateTimeException wrong) {
      address.refuse(
          "value",
          name,
          name + " cannot be used; a year, a month or a day was expected, such as 2026-01-01.");
      return null;
    }
  }
}
