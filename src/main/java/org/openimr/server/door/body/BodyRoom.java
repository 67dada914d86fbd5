package org.openimr.server.door.body;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;

/**
 * How many bytes of large bodies can be in work at once, so that they fit into the heap.
 *
 * <p>A body that finds no room waits; if none comes free in time, its sender is told to come again.
 * Small bodies need no room: so many of them as there are threads take little of it.
 */
final class BodyRoom {

  /** Bodies up to this size, in bytes, need no room. */
  static final int SMALL = 128 * 1024;

  // Measured: what the server itself needs, and how often a body is in memory while it is stored.
  private static final long OWN_HEAP = 400L << 20;
  private static final int COPIES = 8;
  private static final long LEAST = 1L << 20;
  private static final long AGAIN_AFTER = 10;

  private final Semaphore kibibytes;
  private final long most;
  private final Duration patience;

  /**
   * Makes it.
   *
   * @param heap largest heap, in bytes
   * @param patience how long a body waits for room
   */
  BodyRoom(long heap, Duration patience) {
    this.most = Math.max(LEAST, (heap - OWN_HEAP) / COPIES);
    this.kibibytes = new Semaphore(kibibytes(most), true);
    this.patience = patience;
  }

  /** The largest body that can ever find room, in bytes. */
  long most() {
    return most;
  }

  private static int kibibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
  }

  /** The place of one body, to be given up once its request is answered. */
  final class Place implements AutoCloseable {
    private int held;

    /**
     * Takes so much room as a body needs, if it has none yet.
     *
     * @param bytes its size
     * @throws BaseServerResponseException with 429 if no room came free in time
     */
    void take(long bytes) {
      if (held > 0) {
        return;
      }
      int needed = kibibytes(Math.min(bytes, most));
      try {
        if (!kibibytes.tryAcquire(needed, patience.toMillis(), TimeUnit.MILLISECONDS)) {
          throw full();
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw full();
      }
      held = needed;
    }

    /** Gives up what a body does not need that turned out smaller than it might have been. */
    void shrink(long bytes) {
      int needed = kibibytes(bytes);
      if (needed < held) {
        kibibytes.release(held - needed);
        held = needed;
      }
    }

    @Override
    public void close() {
      kibibytes.release(held);
      held = 0;
    }
  }

  private static BaseServerResponseException full() {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            429,
            IssueType.THROTTLED,
            "There are too many large bodies at once; send this one again in "
                + AGAIN_AFTER
                + " s.",
            null);
    refusal.addResponseHeader("Retry-After", Long.toString(AGAIN_AFTER));
    return refusal;
  }
}
