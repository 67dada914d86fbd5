package org.openimr.server.content;

import java.time.Duration;

/**
 * What a content may cost that is sent by itself.
 *
 * @param largest its size at most, in bytes, after decompression
 * @param time longest time until it has arrived
 * @param request longest time for what is done afterwards
 */
record UploadLimits(long largest, Duration time, Duration request) {}
