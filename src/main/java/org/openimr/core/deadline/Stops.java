package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Milestone;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Timeline;

/**
 * Gives each instance of a repeated milestone its stop: the one that names it, else first in, first
 * out.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-18</a>
 */
final class Stops {

  private Stops() {}

  static Occurrence[] assign(
      Milestone milestone, List<Occurrence> starts, Timeline timeline, List<Problem> problems) {
    List<Occurrence> stops = new ArrayList<>();
    milestone.stopsWith().forEach(kind -> stops.addAll(timeline.all(kind)));
    stops.sort(Comparator.comparingLong(stop -> stop.at().epochMilli()));
    Occurrence[] assigned = new Occurrence[starts.size()];
    List<Occurrence> unnamed = new ArrayList<>();
    for (Occurrence stop : stops) {
      int named = named(starts, stop);
      if (named < 0) {
        unnamed.add(stop);
      } else if (stop.at().isBefore(starts.get(named).at())) {
        problems.add(
            new Problem(
                stop.index(),
                stop.kind() + " lies before the " + starts.get(named).kind() + " that it answers"));
      } else if (assigned[named] == null) {
        assigned[named] = stop;
      }
    }
    for (Occurrence stop : unnamed) {
      for (int i = 0; i < assigned.length; i++) {
        if (assigned[i] == null && !stop.at().isBefore(starts.get(i).at())) {
          assigned[i] = stop;
          break;
        }
      }
    }
    return assigned;
  }

  private static int named(List<Occurrence> starts, Occurrence stop) {
    if (stop.refersTo() != null) {
      for (int i = 0; i < starts.size(); i++) {
        if (stop.refersTo().equals(starts.get(i).id())) {
          return i;
        }
      }
    }
    return -1;
  }
}
