package org.openimr.core.lifecycle;

import java.time.Instant;

/**
 * The status that was stated for a case whose events showed none.
 *
 * @param code a code of {@code imr-business-status}
 * @param at when it was stated: the case was in it by then
 */
public record StatedStatus(String code, Instant at) {

  /** Refuses one without code or time. */
  public StatedStatus {
    if (code == null || at == null) {
      throw new IllegalArgumentException("a stated status needs a code and a time");
    }
  }
}
