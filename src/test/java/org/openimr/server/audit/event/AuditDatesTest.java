package org.openimr.server.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.audit.record.AuditCondition;
import org.openimr.server.audit.record.AuditIds;

/** A time covers all ids that records of it can have. */
class AuditDatesTest {

  private static String lowest(String time) {
    return AuditIds.lowest(Instant.parse(time));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-11-28T10:00:00Z, 2026-11-28T10:00:00Z, 2026-11-28T10:00:01Z",
    "2026-11-28T10:00:00.123Z, 2026-11-28T10:00:00.123Z, 2026-11-28T10:00:00.124Z",
    "2026-11-28T02:00-08:00, 2026-11-28T10:00:00Z, 2026-11-28T10:01:00Z",
  })
  void aTimeIsASpanOfItsPrecision(String date, String begin, String end) {
    AuditCondition condition = AuditDates.condition(date);
    assertThat(condition.sql()).isEqualTo("(e.id >= ? and e.id < ?)");
    assertThat(condition.values()).containsExactly(lowest(begin), lowest(end));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "gt, e.id >= ?, 2026-11-28T10:00:01Z",
    "ge, e.id >= ?, 2026-11-28T10:00:00Z",
    "lt, e.id < ?, 2026-11-28T10:00:00Z",
    "le, e.id < ?, 2026-11-28T10:00:01Z",
    "sa, e.id >= ?, 2026-11-28T10:00:01Z",
    "eb, e.id < ?, 2026-11-28T10:00:00Z",
  })
  void aPrefixTakesOneSideOfIt(String prefix, String sql, String bound) {
    AuditCondition condition = AuditDates.condition(prefix + "2026-11-28T10:00:00Z");
    assertThat(condition.sql()).isEqualTo("(" + sql + ")");
    assertThat(condition.values()).containsExactly(lowest(bound));
  }

  @Test
  void severalDatesAreAlternatives() {
    assertThat(AuditDates.condition("lt2026-01-01T00:00:00Z,ge2027-01-01T00:00:00Z").sql())
        .isEqualTo("(e.id < ?) or (e.id >= ?)");
    assertThatThrownBy(() -> AuditDates.condition("ap2026-01-01T00:00:00Z"))
        .isInstanceOf(InvalidRequestException.class);
  }
}
