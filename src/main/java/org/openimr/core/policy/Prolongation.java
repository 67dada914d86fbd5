package org.openimr.core.policy;

import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.law.RuleId;

/**
 * What each granted extension does to a bound.
 *
 * @param rule the rule that allows it
 * @param times how often
 * @param each how much each time
 * @param fromStart whether it counts from the start of the bound (the n-th to n times {@code
 *     each}); else it is added to the due time
 * @param cap never later than this after {@code capStart}, or null
 * @param capStart the event from which the cap counts, or null: the start of the bound
 * @param unless no extension while this holds, or null
 * @see <a href="../../../../../../../docs/readings.md">R-11</a>
 */
public record Prolongation(
    RuleId rule,
    int times,
    TimeLimit each,
    boolean fromStart,
    TimeLimit cap,
    EventDefinition capStart,
    Condition unless) {}
