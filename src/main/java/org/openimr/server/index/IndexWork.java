package org.openimr.server.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Work on the whole index: makes it again from the resources, and holds it against them.
 *
 * <p>Cases go on meanwhile. One case is one transaction, which holds its row.
 */
public final class IndexWork {

  private static final Logger LOG = LoggerFactory.getLogger(IndexWork.class);
  private static final int AT_ONCE = 500;
  private static final String CASES =
      " from hfj_resource r where r.res_type = 'Task' and r.res_deleted_at is null"
          + " and exists (select 1 from hfj_spidx_token t where t.res_id = r.res_id"
          + " and t.sp_name = 'code' and t.sp_value = 'imr-case')";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseTable table;
  private final StoredIndex index;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** Is told how far the work is. */
  @FunctionalInterface
  public interface Progress {

    /** So many cases of so many are done. */
    void at(long done, long all);
  }

  /**
   * What holding the index against the resources found.
   *
   * @param cases how many cases there are
   * @param different the ids of those whose row differs, that have none, or that are no more
   */
  public record Difference(long cases, List<String> different) {}

  IndexWork(
      JdbcTemplate jdbc, TransactionTemplate transaction, CaseTable table, StoredIndex index) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.table = table;
    this.index = index;
  }

  /** Whether every case has its row. */
  public boolean complete() {
    return jdbc.queryForObject("select complete from imr_case_index", Boolean.class);
  }

  /** Ends what is under way after the case that it is at. */
  void stop() {
    stopped.set(true);
  }

  /**
   * Makes every row again from the resources; may be stopped and started again at any time.
   *
   * @param progress is told after every few cases
   * @return how many cases there are
   */
  public long rebuild(Progress progress) {
    long[] done = {0};
    each(
        progress,
        id -> {
          transaction.executeWithoutResult(status -> index.reread(id));
          done[0]++;
        });
    if (!stopped.get()) {
      jdbc.update(
          "delete from imr_case where not exists (select 1"
              + CASES
              + " and r.fhir_id = imr_case.case_id)");
      jdbc.update(
          "delete from imr_timer where not exists"
              + " (select 1 from imr_case where imr_case.case_id = imr_timer.case_id)");
      jdbc.update("update imr_case_index set complete = true");
    }
    return done[0];
  }

  /**
   * Holds every row against the resources; changes nothing.
   *
   * @param progress is told after every few cases
   * @return what differs
   */
  public Difference check(Progress progress) {
    List<String> different = new ArrayList<>();
    long[] all = {0};
    each(
        progress,
        id -> {
          all[0]++;
          if (!Boolean.TRUE.equals(transaction.execute(status -> same(id)))) {
            different.add(id);
          }
        });
    different.addAll(
        jdbc.queryForList(
            "select case_id from imr_case where not exists (select 1"
                + CASES
                + " and r.fhir_id = imr_case.case_id)",
            String.class));
    if (!different.isEmpty()) {
      LOG.error(
          "The index differs from the resources in {} of {} cases, the first is Task/{}",
          different.size(),
          all[0],
          different.get(0));
    }
    return new Difference(all[0], List.copyOf(different));
  }

  /**
   * Holds the rows of some cases against the resources; changes nothing.
   *
   * @param ids the ids of Tasks, of cases or of none
   * @return those whose row differs, that have none, or that have one and are no case
   */
  public List<String> different(Collection<String> ids) {
    return ids.stream()
        .filter(id -> !Boolean.TRUE.equals(transaction.execute(status -> same(id))))
        .toList();
  }

  private boolean same(String id) {
    CaseRow held = table.hold(id);
    Integer cases =
        jdbc.queryForObject("select count(*)" + CASES + " and r.fhir_id = ?", Integer.class, id);
    return cases == 0 ? held == null : Objects.equals(held, index.made(id));
  }

  private interface Work {
    void on(String caseId);
  }

  private void each(Progress progress, Work work) {
    long all = jdbc.queryForObject("select count(*)" + CASES, Long.class);
    long done = 0;
    long last = 0;
    progress.at(0, all);
    List<Long> some;
    do {
      some =
          jdbc.queryForList(
              "select r.res_id"
                  + CASES
                  + " and r.res_id > ? order by r.res_id fetch first "
                  + AT_ONCE
                  + " rows only",
              Long.class,
              last);
      for (Long pid : some) {
        if (stopped.get()) {
          return;
        }
        try {
          work.on(
              jdbc.queryForObject(
                  "select fhir_id from hfj_resource where res_id = ?", String.class, pid));
        } catch (NoSuchCaseException e) {
          LOG.info("A case is no longer there");
        }
        done++;
        last = pid;
      }
      progress.at(done, Math.max(done, all));
    } while (!some.isEmpty());
  }
}
