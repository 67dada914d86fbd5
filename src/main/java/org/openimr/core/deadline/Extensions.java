package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.Prolongation;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Lets granted extensions move due times, and remembers those that no bound could take.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-11</a>
 */
final class Extensions {

  private final Situation situation;
  private final LocalDays days;
  private final List<Occurrence> granted;
  private final List<Set<ExtensionEffect.Kind>> effects;

  Extensions(Situation situation) {
    this.situation = situation;
    this.days = situation.policy().days();
    var kind = situation.policy().vocabulary().event(Vocabulary.EXTENSION_GRANTED);
    this.granted = kind == null ? List.of() : situation.timeline().all(kind);
    this.effects = new ArrayList<>(granted.size());
    granted.forEach(each -> effects.add(EnumSet.noneOf(ExtensionEffect.Kind.class)));
  }

  /**
   * Applies all extensions to a bound, in the order in which they were granted.
   *
   * @param open a bound that has a prolongation
   * @param stop what stopped its clock, or null
   * @param calculator where an objection goes
   */
  void apply(OpenBound open, Occurrence stop, DeadlineCalculator calculator) {
    int taken = 0;
    for (int i = 0; i < granted.size(); i++) {
      Occurrence extension = granted.get(i);
      ExtensionEffect.Kind kind = obstacle(open, extension, stop);
      if (kind == null) {
        kind =
            taken < open.bound.prolongation().times()
                ? counted(open, extension, taken + 1, calculator)
                : ExtensionEffect.Kind.TOO_MANY;
        taken += kind == ExtensionEffect.Kind.MOVED ? 1 : 0;
      }
      if (open.bound.counts()) {
        effects.get(i).add(kind);
      }
      open.extend(new ExtensionEffect(extension, kind, open.due));
    }
  }

  private ExtensionEffect.Kind obstacle(OpenBound open, Occurrence extension, Occurrence stop) {
    Moment at = extension.at();
    if (open.sinceConversion && at.isBefore(situation.conversion().at())) {
      return ExtensionEffect.Kind.BEFORE_CONVERSION;
    }
    if (!open.started() || at.isBefore(open.start)) {
      return ExtensionEffect.Kind.NOT_STARTED;
    }
    if (stop != null && !at.isBefore(stop.at()) && !sameWholeDay(at, stop.at())) {
      return ExtensionEffect.Kind.STOPPED;
    }
    if (at.isAfter(open.due)) {
      return ExtensionEffect.Kind.TOO_LATE;
    }
    var unless = open.bound.prolongation().unless();
    if (unless != null && unless.evaluate(situation.factsAt(at)) == Truth.TRUE) {
      return ExtensionEffect.Kind.FORBIDDEN;
    }
    return null;
  }

  private static boolean sameWholeDay(Moment one, Moment other) {
    return (one.wholeDay() || other.wholeDay()) && one.epochDay() == other.epochDay();
  }

  private ExtensionEffect.Kind counted(
      OpenBound open, Occurrence extension, int number, DeadlineCalculator calculator) {
    try {
      return move(open, extension, number);
    } catch (DateNotCoveredException uncovered) {
      if (open.bound.counts()) {
        calculator.object(
            new Problem(
                extension.index(),
                open.bound.prolongation().rule()
                    + " cannot be counted, an extension of "
                    + open.bound.rule()
                    + ": "
                    + uncovered.getMessage()));
      }
      return ExtensionEffect.Kind.MOVED;
    }
  }

  private ExtensionEffect.Kind move(OpenBound open, Occurrence extension, int number) {
    Prolongation rule = open.bound.prolongation();
    Moment due =
        rule.fromStart()
            ? end(open, open.receipt, rule.each().times(number))
            : end(open, open.due, rule.each());
    EventTime until = extension.entry().until();
    if (until != null) {
      due = earlier(due, moment(until));
    }
    if (rule.cap() != null) {
      Moment from = capStart(open, rule);
      due = from == null ? due : earlier(due, end(open, from, rule.cap()));
    }
    if (due.epochMilli() <= open.due.epochMilli()) {
      return ExtensionEffect.Kind.ADDS_NOTHING;
    }
    open.due = due;
    if (open.bound.count().low() == null) {
      open.target = due;
    }
    return ExtensionEffect.Kind.MOVED;
  }

  private Moment capStart(OpenBound open, Prolongation rule) {
    if (rule.capStart() == null) {
      return open.receipt;
    }
    Occurrence from = situation.timeline().first(rule.capStart());
    return from == null ? null : from.at();
  }

  private Moment end(OpenBound open, Moment from, TimeLimit limit) {
    Count count = open.bound.count();
    return new Count(limit, null, count.calendar(), false, false, days).due(from);
  }

  private Moment moment(EventTime until) {
    return until.instant() == null
        ? days.endOf((int) until.date().toEpochDay())
        : days.at(until.instant());
  }

  private static Moment earlier(Moment one, Moment other) {
    return other.epochMilli() < one.epochMilli() ? other : one;
  }

  /**
   * Objects to extensions that no rule allows.
   *
   * @param problems where the objections go
   * @param undecided whether it is unknown if some bound with an extension applies
   */
  void refuse(List<Problem> problems, boolean undecided) {
    for (int i = 0; i < granted.size(); i++) {
      Set<ExtensionEffect.Kind> kinds = effects.get(i);
      String objection = null;
      if (granted.get(i).reason() == null) {
        objection = "needs a reason: good-cause or extraordinary-circumstances";
      } else if (!kinds.contains(ExtensionEffect.Kind.MOVED)) {
        objection =
            kinds.stream()
                .filter(ExtensionEffect.Kind::refused)
                .map(ExtensionEffect.Kind::text)
                .findFirst()
                .orElse(
                    kinds.isEmpty() && !undecided
                        ? "refused: no rule that applies to this case allows an extension"
                        : null);
      }
      if (objection != null) {
        problems.add(
            new Problem(granted.get(i).index(), Vocabulary.EXTENSION_GRANTED + " " + objection));
      }
    }
  }
}
