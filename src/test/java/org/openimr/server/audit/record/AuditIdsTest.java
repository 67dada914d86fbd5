package org.openimr.server.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids of records sort by time. */
class AuditIdsTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00.123Z");

  @Test
  void anIdIsAUuidOfVersionSeven() {
    UUID id = UUID.fromString(AuditIds.at(NOW));
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void idsOfAMillisecondLieBetweenItsLowestAndTheNext() {
    for (int i = 0; i < 1000; i++) {
      assertThat(AuditIds.at(NOW))
          .isGreaterThan(AuditIds.lowest(NOW))
          .isLessThan(AuditIds.lowest(NOW.plusMillis(1)));
    }
  }
}
