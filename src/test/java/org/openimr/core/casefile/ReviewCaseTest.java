package org.openimr.core.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;

class ReviewCaseTest {

  /** Noon of 10 July 2026 in California. */
  private static final Instant ASKED = Instant.parse("2026-07-10T19:00:00Z");

  private static String opened(String... events) {
    return ReviewCase.opened(events(events), MadeUp.ZONE, ASKED).toString();
  }

  @Test
  void aCaseIsOpenedOnTheLocalDateOfItsEarliestEvent() {
    assertThat(
            opened(
                "decision-made@2026-07-03T10:00:00-07:00",
                // still 1 July in California
                "request-received@2026-07-02T06:59:59Z",
                "notified@2026-07-04"))
        .isEqualTo("2026-07-01");
    assertThat(opened("notified@2026-07-04", "decision-made@2026-07-03")).isEqualTo("2026-07-03");
  }

  @Test
  void beforeAnythingHasHappenedTheTimeAskedAboutOpensIt() {
    assertThat(opened()).isEqualTo("2026-07-10");
    assertThat(opened("notified@2026-07-11")).isEqualTo("2026-07-10");
  }

  @Test
  void keepsTheEventsThatItWasGiven() {
    List<CaseEvent> events = new ArrayList<>(events("notified@2026-07-04"));
    ReviewCase reviewCase = new ReviewCase("https://example.org/p|1", facts(), events);
    events.clear();
    assertThat(reviewCase.events()).hasSize(1);
  }

  @Test
  void anEventNeedsACodeAndATime() {
    EventTime time = MadeUp.time("2026-07-04");
    assertThat(CaseEvent.of("notified", time))
        .isEqualTo(new CaseEvent(null, "notified", time, null, null, null, null, null));
    assertThatThrownBy(() -> CaseEvent.of(null, time))
        .hasMessage("an event needs a code and a time");
    assertThatThrownBy(() -> CaseEvent.of("notified", null))
        .hasMessage("an event needs a code and a time");
  }

  @Test
  void whatCannotBeAcceptedNamesEveryReasonAtOnce() {
    UnacceptableCaseException refused =
        new UnacceptableCaseException(List.of(new Problem(0, "one"), new Problem(-1, "other")));
    assertThat(refused).hasMessage("one; other");
    assertThat(refused.problems()).containsExactly(new Problem(0, "one"), new Problem(-1, "other"));
  }

  @Test
  void aDocumentWithoutAMarkIsNotPrivileged() {
    assertThat(document().privileged()).isFalse();
    assertThat(document("attorney-client").privileged()).isTrue();
  }

  private static CaseDocument document(String... privileges) {
    return new CaseDocument(
        "DocumentReference/1", "DocumentReference", List.of(), List.of(privileges));
  }
}
