package org.openimr.core.lifecycle;

import org.openimr.core.casefile.Facts;

/** What is known of a case at the time of an event. */
interface Known {

  /** The facts, as the event and what went before it set them. */
  Facts facts();

  /** Whether an event was recorded for an earlier time, or for the same. */
  boolean happened(String event);

  /** The reason that the event gives, or null. */
  String reason();

  /** The outcome of the criteria, a code of {@code imr-eligibility-outcome}. */
  String eligibility();
}
