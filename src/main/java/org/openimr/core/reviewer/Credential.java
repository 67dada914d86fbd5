package org.openimr.core.reviewer;

import java.time.LocalDate;

/**
 * A license or a board certification of a reviewer.
 *
 * @param kind {@code license} or {@code board-certification}
 * @param jurisdiction where a license holds, as ISO 3166-2; null if it does not say
 * @param specialty the specialty that was certified, of the NUCC taxonomy; null if it does not say
 * @param from the first day on which it holds; null if it does not say
 * @param until the last day on which it holds; null if it does not say
 * @param active whether whoever issued it has not taken or limited it
 */
public record Credential(
    String kind,
    String jurisdiction,
    String specialty,
    LocalDate from,
    LocalDate until,
    boolean active) {

  /** Whether it is shown to hold on a day; one that says no day at all shows nothing. */
  public boolean inForceOn(LocalDate day) {
    return active
        && (from != null || until != null)
        && (from == null || !day.isBefore(from))
        && (until == null || !day.isAfter(until));
  }
}
