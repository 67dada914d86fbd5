package org.openimr.core.measure;

import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.policy.Condition;

/**
 * What is counted, and what is counted of that.
 *
 * @param id the id of the Measure
 * @param canonical its address with its version
 * @param unit what is counted
 * @param event the event whose first day says in which period a case counts; null unless cases are
 *     counted
 * @param population what is meant
 * @param denominator what of that is the whole
 * @param numerator what of the whole is the part
 * @param strata by what it is divided
 */
public record MeasureDefinition(
    String id,
    String canonical,
    Unit unit,
    EventDefinition event,
    Condition population,
    Condition denominator,
    Condition numerator,
    List<String> strata) {

  /** Keeps its own copy. */
  public MeasureDefinition {
    strata = List.copyOf(strata);
  }

  /** The same measure, divided by nothing that tells a date more closely than its year. */
  public MeasureDefinition withoutDates() {
    return new MeasureDefinition(
        id,
        canonical,
        unit,
        event,
        population,
        denominator,
        numerator,
        strata.stream().filter(each -> !each.equals("month")).toList());
  }

  /** What a measure counts; codes of {@code imr-measure-unit}. */
  public enum Unit {
    /** Each duty, on the day on which it is due. */
    DUTY,
    /** Each case, on the day of an event. */
    CASE,
    /** Each second rating, in the year of which the case was drawn. */
    RATING
  }
}
