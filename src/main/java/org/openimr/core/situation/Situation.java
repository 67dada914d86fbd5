package org.openimr.core.situation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.ReviewPolicy;

/**
 * A case under a policy at one time: facts as events have set them, and what has happened so far.
 *
 * <p>After a conversion to expedited there are two sets of facts: those of now, and those by which
 * the bounds of the standard case stay.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-12, R-14, R-19</a>
 */
public final class Situation {

  private final ReviewPolicy policy;
  private final Facts given;
  private final List<CaseEvent> entries;
  private final Facts facts;
  private final Facts standardFacts;
  private final Timeline timeline;
  private final Occurrence conversion;
  private final Moment asOf;
  private final boolean endedClocks;
  private final boolean endedWholly;
  private final Map<EventDefinition, Set<String>> undecided;

  private Situation(ReviewPolicy policy, Facts given, List<CaseEvent> events, EventTime time) {
    List<Problem> problems = new ArrayList<>();
    Vocabulary vocabulary = policy.vocabulary();
    LocalDays days = policy.days();
    this.policy = policy;
    this.given = given;
    this.entries = List.copyOf(events);
    this.asOf = asOf(days, time);
    this.timeline = new TimelineReader(vocabulary, days, asOf, problems).read(events);
    EventDefinition converted = vocabulary.event(Vocabulary.CONVERTED_TO_EXPEDITED);
    this.conversion = converted == null ? null : timeline.first(converted);
    this.facts = new FactDerivation(timeline, asOf, null).derive(given);
    this.standardFacts = conversion == null ? facts : standardFacts(converted);
    if (conversion != null) {
      new ConversionCheck(policy.reviewSpan(), timeline, problems).check(converted);
    }
    if (!problems.isEmpty()) {
      throw new UnacceptableCaseException(problems);
    }
    this.endedClocks = ended(EventDefinition.Ends.CLOCKS);
    this.endedWholly = ended(EventDefinition.Ends.ALL);
    this.undecided = new EventDerivation(this).derive();
  }

  /**
   * Places a case in time.
   *
   * @param policy the policy that judges it
   * @param facts the facts as given
   * @param events the events as given, in any order
   * @param asOf the time asked about; a date alone is the end of that day
   * @return the situation
   * @throws UnacceptableCaseException naming every event that cannot be
   */
  public static Situation of(
      ReviewPolicy policy, Facts facts, List<CaseEvent> events, EventTime asOf) {
    return new Situation(policy, facts, events, asOf);
  }

  private static Moment asOf(LocalDays days, EventTime time) {
    try {
      if (time.instant() != null) {
        return days.at(time.instant());
      }
      Moment end = days.endOf((int) time.date().toEpochDay());
      return new Moment(end.epochMilli(), end.epochDay(), false);
    } catch (DateNotCoveredException e) {
      throw new UnacceptableCaseException(List.of(new Problem(-1, "asOf: " + e.getMessage())));
    }
  }

  private Facts standardFacts(EventDefinition converted) {
    Facts before = new FactDerivation(timeline, asOf, converted).derive(given);
    // only a standard case can be converted, so this is what it was
    return before.set(given.vocabulary().fact("urgency"), "standard");
  }

  /**
   * Returns the facts as they were at an earlier moment.
   *
   * @param moment a moment not after the time asked about
   * @return given facts, and what the events up to then set
   */
  public Facts factsAt(Moment moment) {
    return factsAt(moment, given);
  }

  /**
   * Returns the facts as they would have been at an earlier moment.
   *
   * @param moment a moment not after the time asked about
   * @param stated facts that take the place of those given
   * @return these facts, and what the events up to then set
   */
  public Facts factsAt(Moment moment, Facts stated) {
    return new FactDerivation(timeline.upTo(moment), moment, null).derive(stated);
  }

  /**
   * Returns the case as it was at an earlier moment, with what is known of it by now.
   *
   * @param moment a moment not after the time asked about
   * @return the same case at that time
   */
  public Situation at(Moment moment) {
    return of(policy, given, entries, EventTime.at(moment.instant()));
  }

  /**
   * Returns what was recorded.
   *
   * @return every entry as given, those included that have not happened yet or were struck
   */
  public List<CaseEvent> entries() {
    return entries;
  }

  /**
   * Says whether the case has ended, and was not reopened since.
   *
   * @param implementation whether a clock of implementation is asked about: only the closing of the
   *     case ends it
   * @return true if clocks that were not stopped have ended
   */
  public boolean ended(boolean implementation) {
    return implementation ? endedWholly : endedClocks;
  }

  private boolean ended(EventDefinition.Ends scope) {
    Moment end = null;
    for (EventDefinition kind : policy.vocabulary().ending()) {
      List<Occurrence> all = timeline.all(kind);
      if (!all.isEmpty() && (kind.ends() == EventDefinition.Ends.ALL || kind.ends() == scope)) {
        Moment last = all.get(all.size() - 1).at();
        end = end == null || last.isAfter(end) ? last : end;
      }
    }
    if (end == null) {
      return false;
    }
    for (EventDefinition kind : policy.vocabulary().reopening()) {
      List<Occurrence> all = timeline.all(kind);
      if (!all.isEmpty() && !all.get(all.size() - 1).at().isBefore(end)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the policy.
   *
   * @return the policy that judges the case
   */
  public ReviewPolicy policy() {
    return policy;
  }

  /**
   * Returns the facts.
   *
   * @return the facts at the time asked about
   */
  public Facts facts() {
    return facts;
  }

  /**
   * Returns the facts without the conversion.
   *
   * @return the facts by which the bounds of the standard case stay; without a conversion the same
   *     object as {@link #facts()}
   */
  public Facts standardFacts() {
    return standardFacts;
  }

  /**
   * Returns the conversion.
   *
   * @return the conversion to expedited, or null
   */
  public Occurrence conversion() {
    return conversion;
  }

  /**
   * Returns what has happened.
   *
   * @return the events that have happened and were not struck, and those that follow from them
   */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * Returns the facts that would decide whether an event has followed from others.
   *
   * @param event an event
   * @return names of facts; empty if it has happened, or is known not to have
   */
  public Set<String> undecided(EventDefinition event) {
    return undecided.getOrDefault(event, Set.of());
  }

  /**
   * Returns the time asked about.
   *
   * @return the time at which status is judged
   */
  public Moment asOf() {
    return asOf;
  }
}
