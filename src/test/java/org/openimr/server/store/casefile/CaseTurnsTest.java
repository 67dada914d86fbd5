package org.openimr.server.store.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openimr.operation.casefile.StaleCaseException;
import org.springframework.dao.CannotAcquireLockException;

class CaseTurnsTest {

  @Test
  void whoeverLosesTriesAgain() {
    AtomicInteger tries = new AtomicInteger();
    String done =
        new CaseTurns()
            .take(
                "a",
                () -> {
                  int number = tries.incrementAndGet();
                  if (number < 3) {
                    throw new StaleCaseException();
                  }
                  if (number < 5) {
                    throw new CannotAcquireLockException("held by another node");
                  }
                  return "done";
                });
    assertThat(done).isEqualTo("done");
    assertThat(tries).hasValue(5);
  }

  @Test
  void whoeverLosesTooLongIsToldSo() {
    AtomicInteger tries = new AtomicInteger();
    CaseTurns turns = new CaseTurns(Duration.ofMillis(200));
    assertThatThrownBy(
            () ->
                turns.take(
                    "a",
                    () -> {
                      tries.incrementAndGet();
                      throw new CannotAcquireLockException("held by another node");
                    }))
        .isInstanceOf(StaleCaseException.class);
    assertThat(tries).hasValueGreaterThan(2);
    assertThat(turns.<String>take("a", () -> "free")).isEqualTo("free");
  }

  @Test
  void whatIsWrongIsNotTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new CaseTurns()
                    .take(
                        "a",
                        () -> {
                          tries.incrementAndGet();
                          throw new IllegalStateException();
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void oneWorksAfterTheOtherAndNobodyWaitsForAnotherCase() throws Exception {
    CaseTurns turns = new CaseTurns();
    AtomicInteger within = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService many = Executors.newFixedThreadPool(9);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            many.submit(
                () ->
                    turns.take(
                        "a",
                        () -> {
                          most.accumulateAndGet(within.incrementAndGet(), Math::max);
                          held.countDown();
                          await(over);
                          return within.decrementAndGet();
                        })));
      }
      await(held);
      assertThat(many.submit(() -> turns.<String>take("b", () -> "free")).get()).isEqualTo("free");
      over.countDown();
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(most).hasValue(1);
    } finally {
      many.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
