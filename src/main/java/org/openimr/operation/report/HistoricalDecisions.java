package org.openimr.operation.report;

import java.util.List;
import java.util.SortedMap;
import org.openimr.core.history.HistoricalDecision;
import org.openimr.core.history.Likeness;
import org.openimr.core.history.Tally;

/** The decisions of former years that were taken in. */
public interface HistoricalDecisions {

  /**
   * Counts decisions.
   *
   * @param alike what they have in common
   * @return how many there are, by year
   */
  SortedMap<Integer, Tally> byYear(Likeness alike);

  /**
   * Reads some decisions, the newest first.
   *
   * @param alike what they have in common
   * @param most how many at most
   */
  List<HistoricalDecision> newest(Likeness alike, int most);
}
