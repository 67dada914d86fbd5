package org.openimr.server.door.body;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;

/**
 * How many bytes of large bodies, and of stored contents that are answered or worked on, can be in
 * memory at once, so that they fit into the heap.
 *
 * <p>What finds no room waits; if none comes free in time, the sender is told to come again. What
 * is small needs no room: so much of it as there are threads takes little.
 */
public final class BodyRoom {

  /** Bodies up to this size, in bytes, need no room. */
  static final int SMALL = 128 * 1024;

  private static final ThreadLocal<Place> REQUEST = new ThreadLocal<>();

  // Measured: what the server itself needs, and how often a body is in memory while it is stored.
  private static final long OWN_HEAP = 400L << 20;
  private static final int COPIES = 8;
  private static final long LEAST = 1L << 20;
  private static final long AGAIN_AFTER = 10;

  // Measured as well: stored contents stay in memory as text and as bytes, and the one that is
  // written at the time has more copies.
  private static final int KEPT_COPIES = 5;
  // whoever waits for it holds a connection to the database
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final Semaphore kibibytes;
  private final long most;
  private final Duration patience;

  /**
   * Makes it.
   *
   * @param heap largest heap, in bytes
   * @param patience how long a body waits for room
   */
  public BodyRoom(long heap, Duration patience) {
    this.most = Math.max(LEAST, (heap - OWN_HEAP) / COPIES);
    this.kibibytes = new Semaphore(kibibytes(most), true);
    this.patience = patience;
  }

  /** The largest body that can ever find room, in bytes. */
  long most() {
    return most;
  }

  /** The room that the request on this thread has; null if there is no request. */
  public static Place ofRequest() {
    return REQUEST.get();
  }

  /** Whether stored contents fit at all, as many bytes as there are and in the largest of them. */
  public boolean holds(long bytes, long largest) {
    return room(bytes, largest) <= most;
  }

  private static long room(long bytes, long largest) {
    return (KEPT_COPIES * bytes + COPIES * largest) / COPIES;
  }

  private static int kibibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
  }

  /** The place of one request, to be given up once it is answered. */
  public final class Place implements AutoCloseable {
    private int held;

    /** Makes it that of the request on this thread. */
    Place forRequest() {
      REQUEST.set(this);
      return this;
    }

    /**
     * Takes room for stored contents, beside what is held already.
     *
     * @throws BaseServerResponseException with 429 if no room came free in time
     */
    public void load(long bytes, long largest) {
      if (bytes > SMALL) {
        more(kibibytes(Math.min(room(bytes, largest), most)), SHORT);
      }
    }

    /**
     * Takes room for stored contents that are put together, beside what is held already.
     *
     * @param bytes how many each has
     * @return whether they can be in memory together at all; if not, nothing was taken
     * @throws BaseServerResponseException with 429 if no room came free in time
     */
    public boolean find(List<Long> bytes) {
      long sum = bytes.stream().mapToLong(Long::longValue).sum();
      long largest = bytes.stream().mapToLong(Long::longValue).max().orElse(0);
      if (!holds(sum, largest)) {
        return false;
      }
      load(sum, largest);
      return true;
    }

    private void more(int wanted, Duration time) {
      // no request waits for what it has itself
      int needed = Math.min(wanted, kibibytes(most) - held);
      try {
        if (!kibibytes.tryAcquire(needed, time.toMillis(), TimeUnit.MILLISECONDS)) {
          throw full();
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw full();
      }
      held += needed;
    }

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
      more(kibibytes(Math.min(bytes, most)), patience);
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
      REQUEST.remove();
      kibibytes.release(held);
      held = 0;
    }
  }

  private static BaseServerResponseException full() {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            429,
            IssueType.THROTTLED,
            "Too much large content is being worked on; send this again in " + AGAIN_AFTER + " s.",
            null);
    refusal.addResponseHeader("Retry-After", Long.toString(AGAIN_AFTER));
    return refusal;
  }
}
