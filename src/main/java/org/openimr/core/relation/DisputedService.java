package org.openimr.core.relation;

import java.time.LocalDate;

/**
 * A service that is disputed, by code and dates.
 *
 * @param code its code, or what stands for it
 * @param from the first day, or null if it is not known
 * @param to the last day, or null if it is not known
 */
public record DisputedService(String code, LocalDate from, LocalDate to) {

  /** Rejects a service without code. */
  public DisputedService {
    if (code == null || code.isBlank()) {
      throw new IllegalArgumentException("a service has a code");
    }
  }

  /**
   * Says whether another one may be the same. A day that is not known sets no limit.
   *
   * @param other another service
   * @return true if the codes are equal and the days overlap
   */
  public boolean maybeSame(DisputedService other) {
    return code.equals(other.code) && !endsBefore(other) && !other.endsBefore(this);
  }

  private boolean endsBefore(DisputedService other) {
    return to != null && other.from != null && to.isBefore(other.from);
  }
}
