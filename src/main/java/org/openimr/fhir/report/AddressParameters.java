package org.openimr.fhir.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** The parameters in the address of a request, with all that is wrong with them. */
public final class AddressParameters {

  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");
  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_-]{0,39}";

  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String[]> values = new TreeMap<>();

  /**
   * Reads an address.
   *
   * @param given the parameters in it
   * @param once those that may stand there once
   * @param often those that may stand there more than once
   */
  public AddressParameters(Map<String, String[]> given, List<String> once, List<String> often) {
    (given == null ? Map.<String, String[]>of() : new TreeMap<>(given))
        .forEach(
            (name, all) -> {
              if (!OF_FHIR.contains(name)) {
                take(name, all, once, often);
              }
            });
  }

  private void take(String name, String[] all, List<String> once, List<String> often) {
    if (!once.contains(name) && !often.contains(name)) {
      String plain = name.matches(PLAIN) ? name : null;
      List<String> known = new ArrayList<>(once);
      known.addAll(often);
      refuse(
          "structure",
          plain,
          "The address has a parameter"
              + (plain == null ? "" : " '" + plain + "'")
              + "; "
              + String.join(", ", known)
              + " may stand there.");
    } else if (all.length != 1 && once.contains(name)) {
      refuse("structure", name, name + " stands twice in the address; once was expected.");
    } else {
      values.put(name, all);
    }
  }

  /** The one value of a parameter, or null. */
  public String text(String name) {
    return values.containsKey(name) ? values.get(name)[0] : null;
  }

  /** All values of a parameter. */
  List<String> texts(String name) {
    return List.of(values.getOrDefault(name, new String[0]));
  }

  /** A whole number within bounds. */
  int number(String name, int least, int most, int otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    refuse(
        "value",
        name,
        name + " cannot be used; a number from " + least + " to " + most + " was expected.");
    return otherwise;
  }

  /** The first and the last day of a period; nulls if there is none. */
  LocalDate[] period(String name) {
    String text = text(name);
    if (text == null) {
      return new LocalDate[2];
    }
    String[] ends = text.split("/", -1);
    try {
      LocalDate from = span(ends[0])[0];
      LocalDate to = span(ends[ends.length - 1])[1];
      if (ends.length <= 2 && !from.isAfter(to)) {
        return new LocalDate[] {from, to};
      }
    } catch (DateTimeException wrong) {
      // said below
    }
    refuse(
        "value",
        name,
        "The "
            + name
            + " cannot be used; a year, a month, a day, or two of them with a slash between were"
            + " expected, such as 2026, 2026-05 or 2026-04/2026-06.");
    return new LocalDate[2];
  }

  /** The first and the last day of a year, a month or a day. */
  public static LocalDate[] span(String text) {
    if (text.matches("\\d{4}")) {
      Year year = Year.parse(text);
      return new LocalDate[] {year.atDay(1), year.atMonth(12).atEndOfMonth()};
    }
    if (text.matches("\\d{4}-\\d{2}")) {
      YearMonth month = YearMonth.parse(text);
      return new LocalDate[] {month.atDay(1), month.atEndOfMonth()};
    }
    LocalDate day = LocalDate.parse(text);
    return new LocalDate[] {day, day};
  }

  /**
   * Adds something that is wrong.
   *
   * @param code the code of the issue
   * @param name the parameter, or null
   * @param text what was found and what was expected
   */
  public void refuse(String code, String name, String text) {
    problems.add(new Problem(code, name == null ? null : "http." + name, text));
  }

  /**
   * Ends the reading.
   *
   * @throws UnreadableResourceException naming all that is wrong
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
  }
}
