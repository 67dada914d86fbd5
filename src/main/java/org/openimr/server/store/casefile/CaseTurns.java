package org.openimr.server.store.casefile;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openimr.operation.casefile.StaleCaseException;
import org.springframework.dao.TransientDataAccessException;

/**
 * Lets those who add to a case have their turns one after the other, in the order in which they
 * came. Who waits here holds no connection to the database. Whoever loses the case to somebody who
 * takes no turn, such as another node, tries again until its time is over.
 */
final class CaseTurns {

  private static final int PLACES = 256;
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private final Semaphore[] places = new Semaphore[PLACES];
  private final Duration longest;

  /** Turns for which nobody waits longer than a request may take. */
  CaseTurns() {
    this(LONGEST);
  }

  CaseTurns(Duration longest) {
    this.longest = longest;
    for (int i = 0; i < PLACES; i++) {
      places[i] = new Semaphore(1, true);
    }
  }

  /**
   * Works when it is its turn, again if it loses.
   *
   * @param id the id of the case
   * @param work may be done again, as it leaves nothing when it loses
   * @throws StaleCaseException if it got no turn in time, or lost until its time was over
   */
  <T> T take(String id, Supplier<T> work) {
    long until = System.nanoTime() + longest.toNanos();
    Semaphore place = places[Math.floorMod(id.hashCode(), PLACES)];
    try {
      if (!place.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StaleCaseException();
      }
      try {
        return repeat(work, until);
      } finally {
        place.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StaleCaseException();
    }
  }

  private static <T> T repeat(Supplier<T> work, long until) throws InterruptedException {
    long pause = FIRST_PAUSE_MS;
    while (true) {
      try {
        return work.get();
      } catch (StaleCaseException | TransientDataAccessException lost) {
        if (System.nanoTime() - until >= 0) {
          throw new StaleCaseException();
        }
      }
      // two that met once do not meet again at the same time
      Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }
}
