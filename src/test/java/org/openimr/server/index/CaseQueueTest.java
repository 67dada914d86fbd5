package org.openimr.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class CaseQueueTest {

  private static final Instant NOW = Instant.parse("2026-07-02T10:00:00Z");
  private static final Timestamp AT_ONCE = Timestamp.from(Instant.EPOCH);

  private final String url =
      "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=500";
  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;
  private CaseQueue queue;
  private final List<String> worked = new ArrayList<>();

  @BeforeEach
  void table() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(url);
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    jdbc.execute(
        "create table imr_case (case_id varchar(64) primary key, version varchar(10),"
            + " next_packet timestamp(3) with time zone, packet_failures int default 0 not null)");
    queue = new CaseQueue(jdbc, transaction, "packet");
  }

  private void due(String... ids) {
    for (String id : ids) {
      jdbc.update("insert into imr_case values (?, '1', ?, 0)", id, AT_ONCE);
    }
  }

  private int done(String id, Timestamp until) {
    worked.add(id);
    queue.done(id, until);
    return 1;
  }

  @Test
  void eachCaseHasItsTurnOnce() {
    String[] all = IntStream.range(100, 230).mapToObj(String::valueOf).toArray(String[]::new);
    due(all);
    assertThat(queue.each(NOW, this::done)).isEqualTo(130);
    assertThat(worked).containsExactly(all);
    assertThat(queue.each(NOW, this::done)).isZero();
  }

  @Test
  void whatIsHeldByOthersKeepsNoOtherFromItsTurn() {
    // more than are read at once, so that those behind them are not hidden
    String[] held = IntStream.range(100, 160).mapToObj(String::valueOf).toArray(String[]::new);
    due(held);
    due("200", "201");
    long began = System.nanoTime();
    transaction.executeWithoutResult(
        status -> {
          jdbc.queryForList("select case_id from imr_case where case_id < '200' for update");
          assertThat(queue.each(NOW, this::done)).isEqualTo(2);
        });
    assertThat(worked).containsExactly("200", "201");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(queue.each(NOW, this::done)).isEqualTo(60);
  }

  @Test
  void whatIsChangedWithoutAPauseHasItsTurn() throws Exception {
    due("a");
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch held = new CountDownLatch(1);
    Thread changing =
        new Thread(
            () -> {
              while (!over.get()) {
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.queryForList("select case_id from imr_case for update");
                      held.countDown();
                      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                    });
                // as long as it takes to begin the next change
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
              }
            });
    changing.start();
    try {
      held.await();
      assertThat(queue.each(NOW, this::done)).isEqualTo(1);
    } finally {
      over.set(true);
      changing.join();
    }
  }

  @Test
  void whoWaitedLimitsNothingThatComesAfter() {
    due("a");
    SingleConnectionDataSource one = new SingleConnectionDataSource(url, true);
    JdbcTemplate same = new JdbcTemplate(one);
    CaseQueue waiting =
        new CaseQueue(
            same, new TransactionTemplate(new DataSourceTransactionManager(one)), "packet");
    transaction.executeWithoutResult(
        status -> {
          jdbc.queryForList("select case_id from imr_case for update");
          assertThat(waiting.each(NOW, this::done)).isZero();
        });
    assertThat(same.execute((StatementCallback<Integer>) statement -> statement.getQueryTimeout()))
        .isZero();
    assertThat(waiting.each(NOW, this::done)).isEqualTo(1);
    one.destroy();
  }

  @Test
  void whatFailsEndsTheWorkOnNoOther() {
    due("a", "b", "c");
    assertThat(
            queue.each(
                NOW,
                (id, until) -> {
                  if (id.equals("b")) {
                    throw new CannotAcquireLockException("held by another");
                  }
                  return done(id, until);
                }))
        .isEqualTo(2);
    assertThat(worked).containsExactly("a", "c");
    // as if who had taken it were dead
    assertThat(queue.each(NOW.plusSeconds(119), this::done)).isZero();
    assertThat(queue.each(NOW.plusSeconds(120), this::done)).isEqualTo(1);
  }

  @Test
  void whatChangesWhileItIsWorkedOnIsWorkedOnAgain() {
    due("a");
    queue.each(
        NOW,
        (id, until) -> {
          if (worked.isEmpty()) {
            change(id);
          }
          return done(id, until);
        });
    assertThat(worked).containsExactly("a", "a");
  }

  private void change(String id) {
    jdbc.update("update imr_case set next_packet = ? where case_id = ?", AT_ONCE, id);
  }

  @Test
  void whatIsLeftIsNotLostIfItHasChanged() {
    due("a");
    queue.each(
        NOW,
        (id, until) -> {
          worked.add(id);
          if (worked.size() == 1) {
            change(id);
          }
          queue.leave(id, until);
          return 0;
        });
    assertThat(worked).containsExactly("a", "a");
    assertThat(queue.each(NOW.plus(Duration.ofDays(1)), this::done)).isZero();
  }

  @Test
  void whatFailedWaitsLongerEachTime() {
    due("a");
    assertThat(failing(NOW)).isEqualTo(1);
    assertThat(failing(NOW.plusSeconds(9))).isZero();
    assertThat(failing(NOW.plusSeconds(10))).isEqualTo(1);
    assertThat(failing(NOW.plusSeconds(29))).isZero();
    assertThat(failing(NOW.plusSeconds(30))).isEqualTo(1);
    assertThat(queue.failing()).isEqualTo(1);
    assertThat(queue.each(NOW.plusSeconds(70), this::done)).isEqualTo(1);
    assertThat(queue.failing()).isZero();
  }

  private int failing(Instant now) {
    return queue.each(
        now,
        (id, until) -> {
          queue.failed(id, until, now);
          return 1;
        });
  }

  @Test
  void whoFailsTakesNothingFromWhoHasTakenItSince() {
    due("a");
    queue.each(
        NOW,
        (id, until) -> {
          // it took longer than it may, and another has it
          Instant later = NOW.plusSeconds(121);
          queue.each(
              later,
              (same, second) -> {
                queue.again(id, until, later.plusSeconds(5));
                return done(same, second);
              });
          return 0;
        });
    assertThat(worked).containsExactly("a");
    assertThat(queue.each(NOW.plus(Duration.ofDays(1)), this::done)).isZero();
  }
}
