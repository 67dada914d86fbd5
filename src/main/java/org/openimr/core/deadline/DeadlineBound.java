package org.openimr.core.deadline;

import java.util.List;
import org.openimr.core.calendar.Moment;
import org.openimr.core.policy.Bound;

/**
 * One limit of a milestone as it stands in a case.
 *
 * @param bound the limit
 * @param status how it stands on its own
 * @param startedBy the code of the event from which it counts
 * @param start from when it counts, or null if it has not started
 * @param target the low end of its range, without a range the due time; or null
 * @param due when it is due, or null if it has not started, has no date or is undetermined
 * @param startUnknown whether it applies, and it is not known if it has started
 * @param extensions what granted extensions did to it
 */
public record DeadlineBound(
    Bound bound,
    DutyStatus status,
    String startedBy,
    Moment start,
    Moment target,
    Moment due,
    boolean startUnknown,
    List<ExtensionEffect> extensions) {}
