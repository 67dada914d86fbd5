package org.openimr.server.http.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which representation a client has already. */
class RetrievalTest {

  private static final long CHANGED = Instant.parse("2026-11-29T10:00:00.250Z").toEpochMilli();
  private static final long SECOND = Instant.parse("2026-11-29T10:00:00Z").toEpochMilli();

  private static boolean tagged(String tags) {
    return new Retrieval(false, tags, Long.MAX_VALUE).has("W/\"2\"", CHANGED, false);
  }

  private static boolean dated(long since, boolean first) {
    return new Retrieval(false, "", since).has("W/\"2\"", CHANGED, first);
  }

  @Test
  void aTagIsComparedWeakly() {
    assertThat(tagged("W/\"2\"")).isTrue();
    assertThat(tagged("\"2\"")).isTrue();
    assertThat(tagged("\"1\" , W/\"2\"")).isTrue();
    assertThat(tagged("*")).isTrue();
    assertThat(tagged("W/\"22\"")).isFalse();
    assertThat(tagged("2")).isFalse();
    // a date is not looked at beside a tag
    assertThat(tagged("W/\"1\"")).isFalse();
  }

  @Test
  void ofWhatChangedMoreThanOnceADateMustBeAfterTheChange() {
    assertThat(dated(-1, true)).isFalse();
    assertThat(dated(SECOND - 1000, true)).isFalse();
    assertThat(dated(SECOND, true)).isTrue();
    assertThat(dated(SECOND, false)).isFalse();
    assertThat(dated(SECOND + 1000, false)).isTrue();
  }
}
