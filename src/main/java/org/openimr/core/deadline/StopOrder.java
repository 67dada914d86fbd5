package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Milestone;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Finds duties that were done, as recorded, before anything started them.
 *
 * <p>Only duties whose start was recorded are looked at: a right may be used early, and of a start
 * that follows from other events nobody made an entry that could be wrong. Of repeated events only
 * stops that stop nothing else are looked at, because others may belong to something earlier.
 */
public final class StopOrder {

  private StopOrder() {}

  /**
   * Finds every stop that lies before its start.
   *
   * @param situation the case
   * @param deadlines its deadlines
   * @return a problem per duty whose only recorded stops all lie before its start
   */
  public static List<Problem> problems(Situation situation, List<Deadline> deadlines) {
    List<Problem> problems = new ArrayList<>();
    for (Milestone milestone : situation.policy().milestones()) {
      List<Deadline> instances =
          deadlines.stream().filter(each -> each.milestone() == milestone).toList();
      if (!milestone.right()
          && !milestone.latest()
          && instances.stream().allMatch(each -> each.met() == null)) {
        check(situation, milestone, instances, problems);
      }
    }
    return problems;
  }

  private static void check(
      Situation situation, Milestone milestone, List<Deadline> instances, List<Problem> problems) {
    boolean repeats = milestone.repeatsWith() != null;
    List<Occurrence> stops =
        milestone.stopsWith().stream()
            .filter(kind -> !repeats || stopsNothingElse(situation, milestone, kind))
            .flatMap(kind -> situation.timeline().all(kind).stream())
            .filter(stop -> stop.entry() != null)
            .toList();
    DeadlineBound first = null;
    for (DeadlineBound bound : (Iterable<DeadlineBound>) recorded(situation, instances)::iterator) {
      if (first == null || bound.start().isBefore(first.start())) {
        first = bound;
      }
    }
    if (first == null || stops.isEmpty()) {
      return;
    }
    Moment start = first.start();
    if (stops.stream().allMatch(stop -> stop.at().isBefore(start))) {
      for (Occurrence stop : stops) {
        problems.add(
            new Problem(
                stop.index(),
                stop.kind()
                    + " lies before "
                    + first.startedBy()
                    + ", which starts "
                    + milestone.code()));
      }
    }
  }

  private static Stream<DeadlineBound> recorded(Situation situation, List<Deadline> instances) {
    return instances.stream()
        .flatMap(deadline -> deadline.bounds().stream())
        .filter(bound -> bound.bound().counts() && bound.bound().startsWith() != null)
        .filter(bound -> bound.start() != null)
        .filter(
            bound -> {
              Occurrence start = situation.timeline().first(bound.bound().startsWith());
              return start != null && start.entry() != null;
            });
  }

  private static boolean stopsNothingElse(
      Situation situation, Milestone milestone, EventDefinition kind) {
    return situation.policy().milestones().stream()
        .noneMatch(other -> other != milestone && other.stopsWith().contains(kind));
  }
}
