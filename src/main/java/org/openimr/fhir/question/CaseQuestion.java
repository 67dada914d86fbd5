package org.openimr.fhir.question;

import java.time.Instant;
import java.util.List;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;

/**
 * What a client asks about a case: under which policy, as of when, with which facts and events.
 *
 * @param policy code of a policy that is held, or canonical {@code url|version} of one; null if not
 *     given
 * @param asOf the time asked about, or null
 * @param knownAt what is found out only later is left out, or null
 * @param explain whether explanations are wanted
 * @param facts the facts given, each fact once
 * @param events the events given
 * @param eventExpressions FHIRPath of each event in the request
 */
public record CaseQuestion(
    String policy,
    EventTime asOf,
    Instant knownAt,
    boolean explain,
    List<GivenFact> facts,
    List<CaseEvent> events,
    List<String> eventExpressions) {

  /**
   * A fact with its whole value.
   *
   * @param fact the fact
   * @param value Boolean, Integer or String; of a many-valued fact a set of these
   */
  public record GivenFact(FactDefinition fact, Object value) {}

  /**
   * Lets the facts given here replace others.
   *
   * @param facts facts known before
   * @return these facts, with those of the question in their place
   */
  public Facts over(Facts facts) {
    Facts all = facts;
    for (GivenFact given : this.facts) {
      all = all.set(given.fact(), given.value());
    }
    return all;
  }
}
