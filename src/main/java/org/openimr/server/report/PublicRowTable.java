package org.openimr.server.report;

import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.report.PublicFormat;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.fhir.report.ReportQuestion;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.report.PublicRowMaking;
import org.openimr.operation.report.PublicRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Public rows, each kept beside the index of its case, which every change of the case sets back.
 *
 * <p>They are made in the background, and what is missing when a report is asked for. A row is kept
 * only if its case did not change while it was made.
 */
public final class PublicRowTable implements PublicRows {

  private static final Logger LOG = LoggerFactory.getLogger(PublicRowTable.class);
  private static final int AT_ONCE = 500;
  private static final int TOLD_AT = 10_000;
  private static final String DECIDED = "%decision-issued%";

  private final JdbcTemplate jdbc;
  private final PublicRowMaking making;
  private final Supplier<PolicyBook> policies;
  private final String edition;
  private final PublicFormat format;
  private final int enough;
  private final Clock clock;

  /** One makes them at a time; who asks meanwhile gets what the other has made. */
  private final ReentrantLock turn = new ReentrantLock();

  PublicRowTable(
      JdbcTemplate jdbc,
      PublicRowMaking making,
      Supplier<PolicyBook> policies,
      String edition,
      PublicFormat format,
      int enough,
      Clock clock) {
    this.jdbc = jdbc;
    this.making = making;
    this.policies = policies;
    this.edition = edition;
    this.format = format;
    this.enough = enough;
    this.clock = clock;
  }

  @Override
  public void prepare() {
    if (anyMissing()) {
      turn.lock();
      makeUntil(Long.MAX_VALUE);
    }
  }

  @Override
  public long prepare(Duration within) {
    long until = System.nanoTime() + within.toNanos();
    return !anyMissing() || turn(within) && makeUntil(until) ? 0 : missing();
  }

  private boolean turn(Duration within) {
    try {
      return turn.tryLock(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Goes through all that are missing, and gives the turn back; false if time ran out before. */
  private boolean makeUntil(long until) {
    try {
      long made = 0;
      String last = "";
      List<String> some = without(last);
      while (!some.isEmpty()) {
        for (String id : some) {
          if (System.nanoTime() > until) {
            return false;
          }
          if (!undecided(id)) {
            make(id);
          }
          made++;
          if (made % TOLD_AT == 0) {
            LOG.info("Public rows of {} cases are made, {} are to be made", made, missing());
          }
        }
        last = some.get(some.size() - 1);
        some = without(last);
      }
      return true;
    } finally {
      turn.unlock();
    }
  }

  private long missing() {
    Long missing =
        jdbc.queryForObject(
            "select count(*) from imr_case where report_edition <> ? and version <> ''",
            Long.class,
            edition);
    return missing == null ? 0 : missing;
  }

  /** Looks on both sides of the edition in the index of rows, where there is nothing as a rule. */
  private boolean anyMissing() {
    return Stream.of("<", ">")
        .anyMatch(
            side ->
                !jdbc.queryForList(
                        "select case_id from imr_case where report_edition "
                            + side
                            + " ? and version <> '' fetch first 1 rows only",
                        String.class,
                        edition)
                    .isEmpty());
  }

  private List<String> without(String last) {
    return jdbc.queryForList(
        "select case_id from imr_case where report_edition <> ? and version <> ''"
            + " and case_id > ? order by case_id fetch first "
            + AT_ONCE
            + " rows only",
        String.class,
        edition,
        last);
  }

  /** Marks a case that has no decision, so that it is not asked for again before it changes. */
  private boolean undecided(String id) {
    return jdbc.update(
            "update imr_case set report_edition = ?, report_key = null, report_row = null,"
                + " report_alike = null"
                + " where case_id = ? and events not like ?",
            edition,
            id,
            DECIDED)
        > 0;
  }

  private void make(String id) {
    String mark = UUID.randomUUID().toString();
    jdbc.update("update imr_case set report_edition = ? where case_id = ?", mark, id);
    try {
      Optional<PublicRowMaking.Made> made = making.of(id, clock.instant());
      Outcome outcome = made.map(PublicRowMaking.Made::outcome).orElse(null);
      jdbc.update(
          "update imr_case set report_edition = ?, report_key = ?, report_day = ?, report_row = ?,"
              + " report_alike = ?"
              + " where case_id = ? and report_edition = ?",
          edition,
          outcome == null ? null : RowText.key(outcome.reference()),
          made.map(each -> Date.valueOf(each.decided())).orElse(null),
          outcome == null ? null : RowText.write(outcome),
          outcome == null || outcome.row() == null ? null : RowText.kind(Kind.of(outcome.row())),
          id,
          mark);
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // gone meanwhile, or its policy is not held: it is tried again with the next report
      LOG.warn("Task/{} has no public row: {}", id, e.getClass().getSimpleName());
    }
  }

  @Override
  public boolean knows(String policy) {
    return policies.get().codes().contains(policy) || !bound(policy).isEmpty();
  }

  private List<String> bound(String policy) {
    return jdbc.queryForList("select distinct policy from imr_case", String.class).stream()
        .filter(
            each -> {
              String versioned = each.substring(each.lastIndexOf('/') + 1);
              return each.equals(policy)
                  || versioned.equals(policy)
                  || versioned.replaceAll("\\|.*", "").equals(policy)
                  || each.replaceAll("\\|.*", "").equals(policy);
            })
        .toList();
  }

  @Override
  public Disclosure disclosure(ReportQuestion asked) {
    List<Object> narrowed = new ArrayList<>();
    String condition = condition(Selection.of(asked), narrowed);
    Map<Kind, Long> kinds = new HashMap<>();
    long[] refused = {0};
    if (condition != null) {
      jdbc.query(
          "select report_alike, count(*) from imr_case where "
              + condition
              + " group by report_alike",
          row -> {
            if (row.getString(1) == null) {
              refused[0] = row.getLong(2);
            } else {
              kinds.put(RowText.kind(row.getString(1)), row.getLong(2));
            }
          },
          narrowed.toArray());
    }
    return Disclosure.of(asked, format, enough, kinds, refused[0]);
  }

  @Override
  public void each(Selection selection, Consumer<Outcome> taker) {
    List<Object> narrowed = new ArrayList<>();
    String condition = condition(selection, narrowed);
    if (condition == null) {
      return;
    }
    List<Kept> some = page(condition, narrowed, new Kept("", "", null));
    while (!some.isEmpty()) {
      some.forEach(each -> taker.accept(RowText.read(each.row())));
      some = page(condition, narrowed, some.get(some.size() - 1));
    }
  }

  /** What narrows to a selection; null if nothing is in it. */
  private String condition(Selection selection, List<Object> narrowed) {
    StringBuilder condition = new StringBuilder("report_edition = ? and report_row is not null");
    narrowed.add(edition);
    if (selection.policy() != null) {
      List<String> bound = bound(selection.policy());
      if (bound.isEmpty()) {
        return null;
      }
      // no column, so that no index of policies is read instead of that of rows, which are in order
      condition
          .append(" and policy || ' ' in (?")
          .append(", ?".repeat(bound.size() - 1))
          .append(')');
      bound.forEach(each -> narrowed.add(each + " "));
    }
    if (selection.from() != null) {
      condition.append(" and report_day between ? and ?");
      narrowed.add(Date.valueOf(selection.from()));
      narrowed.add(Date.valueOf(selection.to()));
    }
    return condition.toString();
  }

  /** A row with its place in the order. */
  private record Kept(String key, String id, String row) {}

  private List<Kept> page(CharSequence condition, List<Object> narrowed, Kept last) {
    List<Object> values = new ArrayList<>(narrowed);
    values.add(last.key());
    values.add(last.key());
    values.add(last.id());
    return jdbc.query(
        "select report_key, case_id, report_row from imr_case where "
            + condition
            + " and report_key >= ? and (report_key > ? or case_id > ?)"
            + " order by report_edition, report_key, case_id fetch first "
            + AT_ONCE
            + " rows only",
        (row, number) -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
        values.toArray());
  }
}
