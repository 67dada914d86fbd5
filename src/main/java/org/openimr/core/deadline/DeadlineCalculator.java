package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.List;
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
  private final List<Deadline>[] done;
  private boolean undecidedProlongation;

  @SuppressWarnings("unchecked")
  private DeadlineCalculator(Situation situation) {
    this.situation = situation;
    this.extensions = new Extensions(situation);
    this.done = new List[situation.policy().milestones().size()];
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
      all.addAll(calculator.milestone(i));
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
   * @param milestone a milestone of the policy
   * @return UNKNOWN if it has no due time
   * @throws UnacceptableCaseException as {@link #deadlines}
   */
  public static Truth inTime(Situation situation, Milestone milestone) {
    DeadlineCalculator calculator = new DeadlineCalculator(situation);
    int index = situation.policy().milestoneIndex(milestone.code());
    List<Deadline> found = calculator.milestone(index);
    calculator.throwProblems();
    if (found.isEmpty() || found.get(0).due() == null) {
      return Truth.UNKNOWN;
    }
    Moment stop = situation.asOf();
    for (var kind : milestone.stopsWith()) {
      Occurrence first = situation.timeline().first(kind);
      if (first != null && first.at().epochMilli() <= stop.epochMilli()) {
        stop = first.at();
      }
    }
    return Truth.of(!stop.isAfter(found.get(0).due()));
  }

  private void throwProblems() {
    if (!problems.isEmpty()) {
      throw new UnacceptableCaseException(problems.stream().distinct().toList());
    }
  }

  private List<Deadline> milestone(int index) {
    List<Deadline> found = done[index];
    if (found == null) {
      found = workOut(index);
      done[index] = found;
    }
    return found;
  }

  private List<Deadline> workOut(int index) {
    Milestone milestone = situation.policy().milestones().get(index);
    MilestoneClock clock = new MilestoneClock(situation, milestone, this);
    EventDefinition repeatsWith = situation.policy().repeatsWith(index);
    List<Occurrence> starts = repeatsWith == null ? List.of() : clock.instances(repeatsWith);
    if (starts.isEmpty()) {
      Deadline deadline = guarded(clock, null, null);
      return deadline == null ? List.of() : List.of(deadline);
    }
    Occurrence[] stops = Stops.assign(milestone, starts, situation.timeline(), problems);
    List<Deadline> instances = new ArrayList<>(starts.size());
    for (int i = 0; i < stops.length; i++) {
      Deadline deadline = guarded(clock, starts.get(i), stops[i]);
      if (deadline != null) {
        instances.add(deadline);
      }
    }
    return instances;
  }

  private Deadline guarded(MilestoneClock clock, Occurrence instance, Occurrence stop) {
    try {
      return clock.run(instance, stop);
    } catch (DateNotCoveredException e) {
      problems.add(new Problem(instance == null ? -1 : instance.index(), e.getMessage()));
      return null;
    }
  }

  /** The deadline from which a nested bound takes its due time; null if there is none. */
  Deadline other(String milestone) {
    List<Deadline> found = milestone(situation.policy().milestoneIndex(milestone));
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
