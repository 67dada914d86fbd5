package org.openimr.server.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.notice.NoticeRegister;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of notices, in a table beside the resources. */
public final class NoticeTable implements NoticeRegister {

  private static final String COLUMNS =
      "case_id, notice_key, number, communication_id, state, content";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseStore store;
  private final Clock clock;

  NoticeTable(JdbcTemplate jdbc, TransactionTemplate transaction, CaseStore store, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public List<KnownNotice> ofCase(String caseId) {
    return jdbc.query(
        "select " + COLUMNS + " from imr_notice where case_id = ? order by number",
        NoticeTable::row,
        caseId);
  }

  @Override
  public Optional<KnownNotice> find(String communication) {
    return jdbc
        .query(
            "select " + COLUMNS + " from imr_notice where communication_id = ?",
            NoticeTable::row,
            communication)
        .stream()
        .findFirst();
  }

  private static KnownNotice row(ResultSet row, int number) throws SQLException {
    return new KnownNotice(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        KnownNotice.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
        row.getString(6));
  }

  /** Notes a notice within a transaction that is under way; its case is held. */
  void note(KnownNotice notice) {
    Timestamp now = Timestamp.from(clock.instant());
    int changed =
        jdbc.update(
            "update imr_notice set state = ?, content = ?, changed_at = ?"
                + " where case_id = ? and notice_key = ?",
            state(notice),
            notice.content(),
            now,
            notice.caseId(),
            notice.key());
    if (changed == 0) {
      jdbc.update(
          "insert into imr_notice (" + COLUMNS + ", changed_at) values (?, ?, ?, ?, ?, ?, ?)",
          notice.caseId(),
          notice.key(),
          notice.number(),
          notice.communication(),
          state(notice),
          notice.content(),
          now);
    }
  }

  private static String state(KnownNotice notice) {
    return notice.state().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void send(KnownNotice sent, Dispatch dispatch, Caller caller, Bundle changes) {
    transaction.executeWithoutResult(
        status -> {
          Instant now = clock.instant();
          int changed =
              jdbc.update(
                  "update imr_notice set state = 'sent', changed_at = ?"
                      + " where case_id = ? and notice_key = ? and state = 'draft'"
                      + " and content = ?",
                  Timestamp.from(now),
                  sent.caseId(),
                  sent.key(),
                  sent.content());
          if (changed != 1) {
            throw new StaleCaseException();
          }
          if (dispatch != null) {
            jdbc.update(
                "insert into imr_letter_outbox (communication_id, way, address, created_at,"
                    + " next_at) values (?, ?, ?, ?, ?)",
                sent.communication(),
                dispatch.way(),
                String.join("\n", dispatch.address()),
                Timestamp.from(now),
                Timestamp.from(now));
          }
          store.saveWithTags(caller, changes);
        });
  }
}
