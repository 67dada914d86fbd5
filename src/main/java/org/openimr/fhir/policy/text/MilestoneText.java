package org.openimr.fhir.policy.text;

import java.util.List;

/**
 * Something that somebody must, or may, do, with every limit that the rules set for it.
 *
 * @param milestone its code
 * @param title what is to be done, in the project's words
 * @param owedBy who owes it, a code of {@code imr-party}
 * @param stopsWith the codes of the events that stop its clocks
 * @param right whether it is a right, which lapses, and not a duty, which is late
 * @param alternatives whether the text gives its periods as alternatives: the latest governs
 * @param implementation whether only the closing of the case ends it
 * @param contingent whether it is listed only once its start event has happened
 * @param decides a boolean fact that says whether it was done in time, or null
 * @param bounds its limits
 */
public record MilestoneText(
    String milestone,
    String title,
    String owedBy,
    List<String> stopsWith,
    boolean right,
    boolean alternatives,
    boolean implementation,
    boolean contingent,
    String decides,
    List<BoundText> bounds) {

  /** Keeps its own copies. */
  public MilestoneText {
    stopsWith = List.copyOf(stopsWith);
    bounds = List.copyOf(bounds);
  }

  /**
   * Finds a limit.
   *
   * @param name its rule, or rule and variant
   * @return the limit, or null if the milestone has none of that name
   */
  public BoundText bound(String name) {
    return bounds.stream().filter(each -> each.rule().name().equals(name)).findFirst().orElse(null);
  }

  MilestoneText withCalendars(String before, String common) {
    return withBounds(bounds.stream().map(each -> each.withCalendar(before, common)).toList());
  }

  MilestoneText withBounds(List<BoundText> others) {
    return new MilestoneText(
        milestone,
        title,
        owedBy,
        stopsWith,
        right,
        alternatives,
        implementation,
        contingent,
        decides,
        others);
  }
}
