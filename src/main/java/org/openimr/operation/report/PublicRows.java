package org.openimr.operation.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.fhir.report.ReportQuestion;

/** The public rows of all decided cases. */
public interface PublicRows {

  /**
   * Which of them are meant.
   *
   * @param policy a policy, by code, {@code code|version} or canonical; null for all
   * @param from the first day of decision, or null
   * @param to the last day of decision, or null
   */
  record Selection(String policy, LocalDate from, LocalDate to) {

    /** Those that a report asks for. */
    public static Selection of(ReportQuestion asked) {
      return new Selection(asked.policy(), asked.from(), asked.to());
    }
  }

  /** Makes those that are not made yet, or whose case has changed. */
  void prepare();

  /**
   * Makes them as far as time allows.
   *
   * @param within the longest time that it may take
   * @return for how many cases that is still to be done; 0 if for none
   */
  long prepare(Duration within);

  /**
   * Says whether a policy is known.
   *
   * @param policy a policy, as in a selection
   */
  boolean knows(String policy);

  /**
   * Says how much of each is given in a report.
   *
   * @param asked the report that is asked for
   */
  Disclosure disclosure(ReportQuestion asked);

  /**
   * Hands them over one by one, in the order of their references, with those cases that have none.
   *
   * @param selection which are meant
   * @param taker takes each; no more than a few hundred are in memory at a time
   */
  void each(Selection selection, Consumer<Outcome> taker);
}
