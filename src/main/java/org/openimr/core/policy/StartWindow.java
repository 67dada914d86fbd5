package org.openimr.core.policy;

import java.time.LocalTime;
import org.openimr.core.casefile.EventDefinition;

/**
 * What the start event of a bound must be like for the bound to count.
 *
 * @param notBefore an event that the start must not precede, or null; an unknown order is no
 *     obstacle
 * @param time a local time of day, or null
 * @param onBusinessDayBefore true: the start lies on a business day before that time; false: it
 *     does not
 */
public record StartWindow(EventDefinition notBefore, LocalTime time, boolean onBusinessDayBefore) {

  /** Nothing is asked. */
  public static final StartWindow ANY = new StartWindow(null, null, false);
}
