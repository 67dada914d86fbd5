package org.openimr.core.measure;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.openimr.core.casefile.Facts;

/**
 * One thing that a measure may count: a duty of a case, a case, or a second rating.
 *
 * @param subject the Task that it can be traced to, by reference
 * @param from the first day to which it belongs
 * @param to the last day; it belongs to a period that holds both
 * @param facts what is known of it
 * @param strata to what it belongs, by stratum; to nothing where nothing is known
 */
public record Counted(
    String subject, LocalDate from, LocalDate to, Facts facts, Map<String, Set<String>> strata) {

  /** Whether it belongs to a period, of which both days are part. */
  boolean within(LocalDate first, LocalDate last) {
    return !from.isBefore(first) && !to.isAfter(last);
  }
}
