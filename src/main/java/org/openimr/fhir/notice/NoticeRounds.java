package org.openimr.fhir.notice;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.core.notice.DueNotice;

/**
 * Finds notices that are owed once more: all letters of a duty went out, and then the event by
 * which that was recorded was struck. What was sent stays as it is; another round begins.
 */
final class NoticeRounds {

  private final LetterCase about;
  private final List<KnownNotice> known;

  NoticeRounds(LetterCase about, List<KnownNotice> known) {
    this.about = about;
    this.known = known;
  }

  /** The notice in the round in which it is owed now. */
  DueNotice now(DueNotice due) {
    DueNotice round = due;
    for (int next = 2; struck(round); next++) {
      round = due.again(next);
    }
    return round;
  }

  private boolean struck(DueNotice due) {
    if (due.kind().meets() == null) {
      return false;
    }
    List<KnownNotice> sent =
        known.stream()
            .filter(each -> each.state() == KnownNotice.State.SENT)
            .filter(each -> each.kind().equals(due.kind().code()))
            .filter(each -> each.occasion().equals(due.occasion()))
            .toList();
    Set<String> recipients = sent.stream().map(KnownNotice::recipient).collect(Collectors.toSet());
    return recipients.containsAll(due.kind().ways().keySet())
        && about.all(due.kind().meets()).stream()
            .noneMatch(event -> event.entry() != null && shown(event.entry().evidence(), sent));
  }

  private static boolean shown(String evidence, List<KnownNotice> sent) {
    return sent.stream()
        .anyMatch(each -> ("Communication/" + each.communication()).equals(evidence));
  }
}
