package org.openimr.fhir.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openimr.core.report.Alone;
import org.openimr.fhir.UnreadableResourceException;

/**
 * What is asked of a report.
 *
 * @param policy the policy, by code, {@code code|version} or canonical; null for all
 * @param from the first day of decision, or null
 * @param to the last day of decision, or null
 * @param format the form
 * @param alone what becomes of rows that stand alone
 */
public record ReportQuestion(
    String policy, LocalDate from, LocalDate to, ReportFormat format, Alone alone) {

  /**
   * Reads the address of a request.
   *
   * @param given the parameters in it
   * @param known says whether a policy is known
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static ReportQuestion read(Map<String, String[]> given, Predicate<String> known) {
    AddressParameters address =
        new AddressParameters(given, List.of("policy", "period", "format", "alone"), List.of());
    String policy = address.text("policy");
    if (policy != null && !known.test(policy)) {
      address.refuse("not-found", "policy", "No policy of that name is held or binds a case.");
    }
    String form = address.text("format");
    ReportFormat format = ReportFormat.of(form == null ? "csv" : form).orElse(null);
    if (format == null) {
      address.refuse(
          "code-invalid",
          "format",
          "The format is not known; one of "
              + String.join(", ", ReportFormat.codes())
              + " was expected.");
    }
    String left = address.text("alone");
    Alone alone = left == null ? Alone.GIVE : Alone.of(left).orElse(null);
    if (alone == null) {
      address.refuse(
          "code-invalid",
          "alone",
          "What is to become of rows that stand alone is not known; one of "
              + String.join(", ", Alone.codes())
              + " was expected.");
    }
    LocalDate[] period = address.period("period");
    address.check();
    return new ReportQuestion(policy, period[0], period[1], format, alone);
  }
}
