package org.openimr.fhir.policy.text;

import java.util.List;

/**
 * An event that, when nobody recorded it, follows from others.
 *
 * @param event its code
 * @param choice {@code latest} of the sources that count, or the {@code first} in their order
 * @param readings readings R-nn of the register that it rests on
 * @param sources what it may follow from
 */
public record DerivedEventText(
    String event, String choice, List<String> readings, List<Source> sources) {

  /**
   * One event from which it may follow.
   *
   * @param event the code of that event
   * @param when FHIRPath under which it counts, or null
   * @param plus calendar days after it, or null
   * @param unlessBefore an event that must not have happened before that time, or null
   */
  public record Source(String event, String when, LimitText plus, String unlessBefore) {}

  /** Keeps its own copies. */
  public DerivedEventText {
    readings = List.copyOf(readings);
    sources = List.copyOf(sources);
  }
}
