package org.openimr.server.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DutyStatus;

/**
 * A duty, or a right, that is due at another time than before.
 *
 * @param caseId the case
 * @param milestone what is owed, a code of {@code imr-milestone}
 * @param rule the rule that governs now; if it is not owed any more, that which did
 * @param before when it was due; null if it had no due time, or was not owed
 * @param after when it is due; null if it has no due time, or is not owed
 */
public record MovedDuty(
    String caseId, String milestone, String rule, Instant before, Instant after) {

  /** A duty with its due time, from wherever it was worked out; one that has ended may go. */
  record Due(String milestone, Instant start, Instant due, String rule, boolean ended) {}

  /** The due times of deadlines. */
  static List<Due> of(List<Deadline> deadlines) {
    List<Due> dues = new ArrayList<>(deadlines.size());
    for (Deadline each : deadlines) {
      dues.add(
          new Due(
              each.milestone().code(),
              each.start() == null ? null : second(each.start().instant()),
              each.due() == null ? null : second(each.due().instant()),
              each.governing().rule().value(),
              each.status() == DutyStatus.ENDED));
    }
    return dues;
  }

  /** The due times that are stored. */
  static List<Due> of(CaseRow row) {
    return row.duties().values().stream()
        .map(
            duty ->
                new Due(
                    duty.milestone(),
                    duty.start(),
                    duty.due(),
                    duty.rule(),
                    duty.status().equals(DutyStatus.ENDED.code())))
        .toList();
  }

  // as it is written on a Task
  private static Instant second(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  /** What moved between two lists of duties of one case. */
  static List<MovedDuty> between(String caseId, List<Due> before, List<Due> after) {
    List<MovedDuty> moved = new ArrayList<>(0);
    List<Due> free = new ArrayList<>(before);
    List<Due> rest = new ArrayList<>(0);
    for (Due each : after) {
      Due was = take(free, each, other -> Objects.equals(other.start(), each.start()));
      if (was == null) {
        rest.add(each);
      } else if (!Objects.equals(was.due(), each.due())) {
        moved.add(new MovedDuty(caseId, each.milestone(), each.rule(), was.due(), each.due()));
      }
    }
    for (Due each : rest) {
      Due was = take(free, each, other -> true);
      Instant due = was == null ? null : was.due();
      if (!Objects.equals(due, each.due())) {
        moved.add(new MovedDuty(caseId, each.milestone(), each.rule(), due, each.due()));
      }
    }
    for (Due gone : free) {
      if (gone.due() != null && !gone.ended()) {
        moved.add(new MovedDuty(caseId, gone.milestone(), gone.rule(), gone.due(), null));
      }
    }
    return moved;
  }

  private static Due take(List<Due> free, Due like, Predicate<Due> fits) {
    for (int i = 0; i < free.size(); i++) {
      Due each = free.get(i);
      if (each.milestone().equals(like.milestone()) && fits.test(each)) {
        return free.remove(i);
      }
    }
    return null;
  }
}
