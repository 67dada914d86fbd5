package org.openimr.core.report;

import java.util.HashMap;
import java.util.Map;

/**
 * How much is left out of the rows of a file, so that none stands alone in it.
 *
 * <p>Step by step: a row is given at the first step at which enough of those rows are like it that
 * no earlier step gave. So there are enough rows of every kind in what is given, and who knows that
 * a row was made coarser learns no more by it. Rows of which the year alone is left are given
 * however few they are. Which step a row gets depends on the rows of the file and not on their
 * order.
 *
 * <p>There are as many entries as there are kinds of rows, however many rows.
 *
 * @see <a href="../../../../../../../docs/decisions/0033-rows-that-stand-alone.md">decision
 *     0033</a>
 */
public final class RowsAlike {

  private final Map<Likeness, Long> rows;
  private final Map<Likeness, Coarseness> steps = new HashMap<>();

  /**
   * Finds the steps.
   *
   * @param rows how many rows there are of each kind
   * @param enough how many rows alike are enough
   * @param other what stands where a category is left out
   */
  public RowsAlike(Map<Likeness, Long> rows, int enough, String other) {
    this.rows = Map.copyOf(rows);
    Map<Likeness, Long> left = new HashMap<>(rows);
    for (Coarseness step : Coarseness.values()) {
      Map<Likeness, Long> alike = new HashMap<>();
      left.forEach((kind, times) -> alike.merge(kind.at(step, other), times, Long::sum));
      left.keySet()
          .removeIf(
              kind -> {
                boolean given =
                    alike.get(kind.at(step, other)) >= enough || step == Coarseness.DIAGNOSIS;
                if (given) {
                  steps.put(kind, step);
                }
                return given;
              });
    }
  }

  /** How many rows of the file are of a kind. */
  public long of(Likeness kind) {
    return rows.getOrDefault(kind, 0L);
  }

  /** How much is left out of rows of a kind; everything if there are none. */
  public Coarseness step(Likeness kind) {
    return steps.getOrDefault(kind, Coarseness.DIAGNOSIS);
  }

  /** How many rows are given at a step. */
  public long at(Coarseness step) {
    return steps.entrySet().stream()
        .filter(each -> each.getValue() == step)
        .mapToLong(each -> rows.get(each.getKey()))
        .sum();
  }
}
