package org.openimr.server.notice;

import java.sql.Timestamp;
import java.time.Instant;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.notice.NoticeChanges;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.notice.CaseNotices;
import org.openimr.server.index.CaseQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drafts the notices of cases that have changed, aside, so that no event waits for a letter.
 *
 * <p>Letters are written outside of any transaction and stored in one, together with what is known
 * of them, and only if the case has not changed meanwhile. If it has, they are written once more,
 * and whoever changes the case next waits for them, so that they come though the changes never
 * pause.
 */
public final class NoticeWork {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeWork.class);

  private final TransactionTemplate transaction;
  private final CaseNotices notices;
  private final NoticeTable known;
  private final CaseStore store;
  private final CaseQueue queue;

  NoticeWork(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseNotices notices,
      NoticeTable known,
      CaseStore store) {
    this.transaction = transaction;
    this.notices = notices;
    this.known = known;
    this.store = store;
    this.queue = new CaseQueue(jdbc, transaction, "notice");
  }

  /**
   * Drafts what is owed in every case that has changed.
   *
   * @param now the time
   * @return how many notices changed
   */
  public int look(Instant now) {
    return queue.each(now, (id, until) -> look(id, until, now));
  }

  private int look(String id, Timestamp until, Instant now) {
    try {
      NoticeChanges.Written written = notices.changes(id, known.ofCase(id), now);
      return stored(id, until, written, now) ? written.notices().size() : held(id, now);
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // no case any more, or its policy is not held: a change of it brings it back
      queue.leave(id, until);
    } catch (RuntimeException failed) {
      // one case keeps no other from getting its letters
      again(id, until, now, failed.getClass().getSimpleName());
    }
    return 0;
  }

  /** Stores what was written, if the case is still taken and unchanged. */
  private boolean stored(String id, Timestamp until, NoticeChanges.Written written, Instant now) {
    return Boolean.TRUE.equals(
        transaction.execute(
            s -> {
              boolean unchanged = queue.hold(id, until);
              if (unchanged) {
                store(id, until, written, now);
              }
              return unchanged;
            }));
  }

  /** Writes and stores the letters of a case that has changed, while nobody can change it. */
  private int held(String id, Instant now) {
    Integer changed =
        transaction.execute(
            s -> {
              Timestamp since = queue.hold(id, now);
              if (since == null) {
                return 0;
              }
              NoticeChanges.Written written = notices.changes(id, known.ofCase(id), now);
              store(id, since, written, now);
              return written.notices().size();
            });
    return changed == null ? 0 : changed;
  }

  /** Stores what was written of a case that is held. */
  private void store(String id, Timestamp until, NoticeChanges.Written written, Instant now) {
    if (!written.transaction().getEntry().isEmpty()) {
      store.saveWithTags(Caller.SERVER, written.transaction());
      written.notices().forEach(known::note);
    }
    if (written.failed()) {
      again(id, until, now, "a text is at fault");
    } else {
      queue.settled(id);
    }
  }

  private void again(String id, Timestamp until, Instant now, String why) {
    LOG.warn("Notices of Task/{} wait: {}", id, why);
    queue.failed(id, until, now);
  }

  /** How many cases wait because their notices could not be drafted. */
  public int failing() {
    return queue.failing();
  }
}
