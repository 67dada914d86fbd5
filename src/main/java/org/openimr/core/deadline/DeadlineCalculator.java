package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Works out every deadline of a case from its policy, facts and events; reads no clock.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-07 to R-18</a>
 */
public final class DeadlineCalculator {

  private final Situation situation;
  private final List<Problem> problems = new ArrayList<>(0);
  private final Extensions extensions;
  private final MilestoneClock clock;
  private final Map<String, List<Deadline>> takenOver = new HashMap<>();
  private boolean undecidedProlongation;

  private DeadlineCalculator(Situation situation) {
    this.situation = situation;
    this.extensions = new Extensions(situation);
    this.clock = new MilestoneClock(situation, this);
  }

  /**
   * Works out all deadlines.
   *
   * @param situation the case at the time asked about
   * @return the deadlines in the order of the policy, instances of one milestone oldest first;
   *     milestones whose conditions are false are left out
   * @throws UnacceptableCaseException naming every date without time where hours count, every
   *     extension that no rule allows and every year that a calendar does not cover
   */
  public static List<Deadline> deadlines(Situation situation) {
    DeadlineCalculator calculator = new DeadlineCalculator(situation);
    List<Deadline> all = new ArrayList<>(24);
    List<Milestone> milestones = situation.policy().milestones();
    for (int i = 0; i < milestones.size(); i++) {
      calculator.workOut(i, all);
    }
    calculator.extensions.refuse(calculator.problems, calculator.undecidedProlongation);
    calculator.throwProblems();
    return all;
  }

  /**
   * Says whether a milestone that decides a fact is in time: its stop, else the time asked about,
   * lies at or before its due time.
   *
   * @param situation the case at the time asked about
   * @param index the index of the milestone in the policy
   * @return UNKNOWN if it has no due time
   * @throws UnacceptableCaseException as {@link #deadlines}
   */
  public static Truth inTime(Situation situation, int index) {
    Deadline found = only(situation, index);
    if (found == null || found.due() == null) {
      return Truth.UNKNOWN;
    }
    Moment stop = situation.asOf();
    for (var kind : found.milestone().stopsWith()) {
      Occurrence first = situation.timeline().first(kind);
      if (first != null && first.at().epochMilli() <= stop.epochMilli()) {
        stop = first.at();
      }
    }
    return Truth.of(!stop.isAfter(found.due()));
  }

  /**
   * Says which facts would decide by when a milestone is due.
   *
   * @param situation the case at the time asked about
   * @param index the index of the milestone in the policy
   * @return names of facts; empty if none is open
   * @throws UnacceptableCaseException as {@link #deadlines}
   */
  public static Set<String> missing(Situation situation, int index) {
    Deadline found = only(situation, index);
    return found == null ? Set.of() : found.missing();
  }

  private static Deadline only(Situation situation, int index) {
    DeadlineCalculator calculator = new DeadlineCalculator(situation);
    List<Deadline> found = new ArrayList<>(1);
    calculator.workOut(index, found);
    calculator.throwProblems();
    return found.isEmpty() ? null : found.get(0);
  }

  private void throwProblems() {
    if (!problems.isEmpty()) {
      throw new UnacceptableCaseException(problems.stream().distinct().toList());
    }
  }

  private void workOut(int index, List<Deadline> into) {
    Milestone milestone = situation.policy().milestones().get(index);
    EventDefinition repeatsWith = situation.policy().repeatsWith(index);
    List<Occurrence> starts =
        repeatsWith == null ? List.of() : clock.instances(milestone, repeatsWith);
    if (starts.isEmpty()) {
      run(milestone, null, null, into);
      return;
    }
    Occurrence[] stops = Stops.assign(milestone, starts, situation.timeline(), problems);
    for (int i = 0; i < stops.length; i++) {
      run(milestone, starts.get(i), stops[i], into);
    }
  }

  private void run(Milestone milestone, Occurrence instance, Occurrence stop, List<Deadline> into) {
    try {
      Deadline deadline = clock.run(milestone, instance, stop);
      if (deadline != null) {
        into.add(deadline);
      }
    } catch (DateNotCoveredException e) {
      int index = instance == null ? -1 : instance.index();
      problems.add(new Problem(index, milestone.code() + ": " + e.getMessage()));
    }
  }

  /** The deadline from which a nested bound takes its due time; null if there is none. */
  Deadline other(String milestone) {
    List<Deadline> found = takenOver.get(milestone);
    if (found == null) {
      found = new ArrayList<>(1);
      workOut(situation.policy().milestoneIndex(milestone), found);
      takenOver.put(milestone, found);
    }
    return found.isEmpty() ? null : found.get(0);
  }

  Extensions extensions() {
    return extensions;
  }

  void object(Problem problem) {
    problems.add(problem);
  }

  void undecidedProlongation() {
    undecidedProlongation = true;
  }
}
