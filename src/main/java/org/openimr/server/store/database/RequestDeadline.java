package org.openimr.server.store.database;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The time by which the work for the request on this thread must be done.
 *
 * <p>The database enforces it: every transaction gets the time that is left. The thread itself is
 * never interrupted, since an interrupted H2 closes its file.
 */
public final class RequestDeadline {

  private static final ThreadLocal<Long> END = new ThreadLocal<>();

  private RequestDeadline() {}

  /** Gives the work on this thread some time, beginning now. */
  public static void in(Duration time) {
    END.set(System.nanoTime() + time.toNanos());
  }

  /** Lets work on this thread take as long as it needs. */
  public static void none() {
    END.remove();
  }

  /** The whole seconds left, 0 or less if the time is over; empty if there is no deadline. */
  static OptionalLong secondsLeft() {
    Long end = END.get();
    return end == null
        ? OptionalLong.empty()
        : OptionalLong.of(Duration.ofNanos(end - System.nanoTime()).toSeconds());
  }
}
