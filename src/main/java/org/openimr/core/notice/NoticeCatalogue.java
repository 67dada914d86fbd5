package org.openimr.core.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DutyStatus;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * The kinds of notices that there are; finds those that a case owes.
 *
 * @param kinds the kinds
 */
public record NoticeCatalogue(List<NoticeKind> kinds) {

  /** Keeps its own copy. */
  public NoticeCatalogue {
    kinds = List.copyOf(kinds);
  }

  /**
   * Finds what is owed now. A duty that is met, has ended or does not apply owes nothing.
   *
   * @param situation the case at one time
   * @param eligibility whether it is eligible
   * @param deadlines who owes what by when
   * @return one for each kind, recipient and occasion
   */
  public List<DueNotice> due(
      Situation situation, EligibilityDecision eligibility, List<Deadline> deadlines) {
    List<DueNotice> due = new ArrayList<>();
    String policy = situation.policy().header().code();
    for (NoticeKind kind : kinds) {
      if (kind.of(policy)
          && kind.when().evaluate(situation.facts()) == Truth.TRUE
          && (kind.eligibility() == null || kind.eligibility().equals(eligibility.outcome().code()))
          && (kind.trigger().after() == null || first(situation, kind.trigger().after()) != null)
          && kind.trigger().until().stream().allMatch(event -> first(situation, event) == null)) {
        if (kind.trigger().milestone() == null) {
          byEvent(kind, situation, due);
        } else {
          byMilestone(kind, deadlines, due);
        }
      }
    }
    return due;
  }

  private static void byMilestone(NoticeKind kind, List<Deadline> deadlines, List<DueNotice> due) {
    for (Deadline each : deadlines) {
      boolean open = each.status() == DutyStatus.RUNNING || each.status() == DutyStatus.OVERDUE;
      if (open
          && each.start() != null
          && each.milestone().code().equals(kind.trigger().milestone())) {
        Instant since = each.start().instant();
        for (String recipient : kind.ways().keySet()) {
          due.add(
              new DueNotice(
                  kind,
                  recipient,
                  each.owedBy(),
                  each.startedBy() + "@" + since,
                  each.startedBy(),
                  since,
                  each.due(),
                  each.governing().citation()));
        }
      }
    }
  }

  private static void byEvent(NoticeKind kind, Situation situation, List<DueNotice> due) {
    EventDefinition event = situation.policy().vocabulary().event(kind.trigger().event());
    if (event == null || situation.ended(false)) {
      return;
    }
    for (Occurrence each : situation.timeline().all(event)) {
      Instant since = each.at().instant();
      for (String recipient : kind.ways().keySet()) {
        due.add(
            new DueNotice(
                kind,
                recipient,
                kind.sender(),
                event.code() + "@" + since,
                event.code(),
                since,
                null,
                null));
      }
    }
  }

  private static Occurrence first(Situation situation, String event) {
    EventDefinition kind = situation.policy().vocabulary().event(event);
    return kind == null ? null : situation.timeline().first(kind);
  }

  /**
   * Finds a kind.
   *
   * @param code its name
   * @return the kind; null if there is none
   */
  public NoticeKind kind(String code) {
    return kinds.stream().filter(each -> each.code().equals(code)).findFirst().orElse(null);
  }
}
