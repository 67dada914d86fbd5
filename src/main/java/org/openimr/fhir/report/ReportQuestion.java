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
import java.util.function.Predicate;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What is asked of a report.
 *
 * @param policy the policy, by code, {@code code|version} or canonical; null for all
 * @param from the first day of decision, or null
 * @param to the last day of decision, or null
 * @param format the form
 */
public record ReportQuestion(String policy, LocalDate from, LocalDate to, ReportFormat format) {

  private static final Set<String> NAMES = Set.of("policy", "period", "format");
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");
  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_-]{0,39}";

  /**
   * Reads the address of a request.
   *
   * @param given the parameters in it
   * @param known says whether a policy is known
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static ReportQuestion read(Map<String, String[]> given, Predicate<String> known) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    (given == null ? Map.<String, String[]>of() : new TreeMap<>(given))
        .forEach((name, all) -> take(name, all, values, problems));
    String policy = values.get("policy");
    if (policy != null && !known.test(policy)) {
      add(problems, "not-found", "policy", "No policy of that name is held or binds a case.");
    }
    String form = values.getOrDefault("format", "csv");
    ReportFormat format = ReportFormat.of(form).orElse(null);
    if (format == null) {
      add(
          problems,
          "code-invalid",
          "format",
          "The format is not known; one of "
              + String.join(", ", ReportFormat.codes())
              + " was expected.");
    }
    LocalDate[] period = period(values.get("period"), problems);
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return new ReportQuestion(policy, period[0], period[1], format);
  }

  private static void take(
      String name, String[] all, Map<String, String> values, List<Problem> problems) {
    if (OF_FHIR.contains(name)) {
      return;
    }
    String plain = name.matches(PLAIN) ? name : null;
    if (!NAMES.contains(name)) {
      add(
          problems,
          "structure",
          plain,
          "The address has a parameter"
              + (plain == null ? "" : " '" + plain + "'")
              + "; policy, period and format may stand there.");
    } else if (all.length != 1) {
      add(problems, "structure", name, name + " stands twice in the address; once was expected.");
    } else {
      values.put(name, all[0]);
    }
  }

  private static LocalDate[] period(String text, List<Problem> problems) {
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
    add(
        problems,
        "value",
        "period",
        "The period cannot be used; a year, a month, a day, or two of them with a slash between were"
            + " expected, such as 2026, 2026-05 or 2026-04/2026-06.");
    return new LocalDate[2];
  }

  /** The first and the last day of a year, a month or a day. */
  private static LocalDate[] span(String text) {
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

  private static void add(List<Problem> problems, String code, String name, String text) {
    problems.add(new Problem(code, name == null ? null : "http." + name, text));
  }
}
