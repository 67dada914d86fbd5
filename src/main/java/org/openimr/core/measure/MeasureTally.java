package org.openimr.core.measure;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openimr.core.measure.MeasureCounts.Population;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Truth;

/**
 * Counts for one measure and period. What is unknown of a thing puts it in no population: only what
 * certainly belongs there is counted.
 */
public final class MeasureTally {

  private final MeasureDefinition measure;
  private final LocalDate first;
  private final LocalDate last;
  private final boolean traced;
  private final MeasureCounts all;
  private final Map<String, SortedMap<String, MeasureCounts>> strata = new LinkedHashMap<>();

  /**
   * Begins to count.
   *
   * @param measure what is counted
   * @param first the first day of the period
   * @param last its last day
   * @param traced whether the subjects are kept
   */
  public MeasureTally(MeasureDefinition measure, LocalDate first, LocalDate last, boolean traced) {
    this.measure = measure;
    this.first = first;
    this.last = last;
    this.traced = traced;
    this.all = new MeasureCounts(traced);
    measure.strata().forEach(each -> strata.put(each, new TreeMap<>()));
  }

  /** What is counted. */
  public MeasureDefinition measure() {
    return measure;
  }

  /** Counts a thing where it belongs. */
  public void add(Counted thing) {
    if (!thing.within(first, last) || !holds(measure.population(), thing)) {
      return;
    }
    count(Population.INITIAL, thing);
    if (holds(measure.denominator(), thing)) {
      count(Population.DENOMINATOR, thing);
      if (holds(measure.numerator(), thing)) {
        count(Population.NUMERATOR, thing);
      }
    }
  }

  private static boolean holds(Condition condition, Counted thing) {
    return condition.evaluate(thing.facts()) == Truth.TRUE;
  }

  private void count(Population population, Counted thing) {
    all.add(population, thing.subject());
    strata.forEach(
        (stratum, values) ->
            thing
                .strata()
                .getOrDefault(stratum, Set.of())
                .forEach(
                    value ->
                        values
                            .computeIfAbsent(value, any -> new MeasureCounts(traced))
                            .add(population, thing.subject())));
  }

  /** All of it. */
  public MeasureCounts all() {
    return all;
  }

  /** By stratum, in the order of the measure, and value. */
  public Map<String, SortedMap<String, MeasureCounts>> strata() {
    return strata;
  }

  /** The first day of the period. */
  public LocalDate first() {
    return first;
  }

  /** Its last day. */
  public LocalDate last() {
    return last;
  }
}
