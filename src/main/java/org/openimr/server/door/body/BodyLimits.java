package org.openimr.server.door.body;

import java.time.Duration;
import org.openimr.server.settings.LimitSettings;

/**
 * What one body may cost at most.
 *
 * @param size largest body after decompression, in bytes
 * @param depth deepest nesting of JSON objects and arrays or of XML elements
 * @param time longest time until it has arrived
 * @param room the memory for all bodies
 */
record BodyLimits(long size, int depth, Duration time, BodyRoom room) {

  /** The limits that are set, but for bodies that the heap could not hold. */
  static BodyLimits of(LimitSettings settings, BodyRoom room) {
    return new BodyLimits(
        Math.min(settings.bodySize().toBytes(), room.most()),
        settings.nestingDepth(),
        settings.requestTime(),
        room);
  }
}
