package org.openimr.server.audit.record;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids that sort by time to the millisecond.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
public final class AuditIds {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private AuditIds() {}

  /** A new id of this time. */
  public static String at(Instant time) {
    return new UUID(
            time.toEpochMilli() << 16 | VERSION | RANDOM.nextInt(0x1000),
            VARIANT | RANDOM.nextLong() >>> 2)
        .toString();
  }

  /** The lowest id that a time can have; such are no ids of records. */
  public static String lowest(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0).toString();
  }
}
