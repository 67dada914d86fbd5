package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.dueOf;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** What must hold for every case, whatever happened in whichever order. */
class DeadlinePropertyTest {

  private static final long FROM = Instant.parse("2026-06-25T00:00:00Z").getEpochSecond();

  private static final ReviewPolicy POLICY =
      policy(
          duty(
              "decision",
              "decision-made",
              bound("U", "request-received", "72 h").when(is("urgency", "expedited")),
              bound("S", "request-received", "5 bd")
                  .when(is("urgency", "standard"))
                  .extendable(2, "14 d", true, "28 d", null, null)),
          duty(
              "determination",
              "determination-made",
              bound("I", "review-request-received", "5-7 bd"),
              dueOf("N", "decision")),
          duty("forward", "forwarded", bound("F", "new-record", "1 d")),
          duty("letter", "notified", bound("L", "decision-made", "none")),
          right(
              "window",
              "application-received",
              null,
              bound("W", "decision-made", "6 mo rolls"),
              bound("G", "grievance-resolved", "6 mo rolls")));

  @Property(tries = 2000)
  void theOrderOfEventsIsIrrelevant(
      @ForAll("cases") List<CaseEvent> events,
      @ForAll("times") Instant asOf,
      @ForAll long seed,
      @ForAll("urgencies") Facts facts) {
    List<CaseEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(said(facts, shuffled, asOf)).isEqualTo(said(facts, events, asOf));
  }

  @Property(tries = 2000)
  void whatIsMetStaysMetAsTimeGoesOn(
      @ForAll("cases") List<CaseEvent> events,
      @ForAll("times") Instant one,
      @ForAll("times") Instant other,
      @ForAll("urgencies") Facts facts) {
    Instant early = one.isBefore(other) ? one : other;
    Instant late = one.isBefore(other) ? other : one;
    List<CaseEvent> happened =
        events.stream().filter(event -> !event.time().instant().isAfter(early)).toList();
    List<String> before = said(facts, happened, early);
    List<String> after = said(facts, happened, late);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      String then = before.get(i);
      if (!then.contains(" running ")) {
        assertThat(after.get(i)).isEqualTo(then);
      }
    }
  }

  @Property(tries = 2000)
  void aDutyIsDueWithTheEarliestOfItsBounds(
      @ForAll("cases") List<CaseEvent> events,
      @ForAll("times") Instant asOf,
      @ForAll("urgencies") Facts facts) {
    for (Deadline deadline : deadlines(facts, events, asOf)) {
      if (deadline.due() == null || deadline.milestone().latest()) {
        continue;
      }
      assertThat(deadline.bounds())
          .filteredOn(open -> open.due() != null)
          .allMatch(open -> open.due().epochMilli() >= deadline.due().epochMilli())
          .anyMatch(
              open -> open.due().equals(deadline.due()) && open.bound() == deadline.governing());
    }
  }

  private static List<String> said(Facts facts, List<CaseEvent> events, Instant asOf) {
    try {
      return deadlines(facts, events, asOf).stream().map(MadeUp::said).toList();
    } catch (UnacceptableCaseException e) {
      return List.of("refused");
    }
  }

  private static List<Deadline> deadlines(Facts facts, List<CaseEvent> events, Instant asOf) {
    try {
      return DeadlineCalculator.deadlines(Situation.of(POLICY, facts, events, EventTime.at(asOf)));
    } catch (UnacceptableCaseException e) {
      return List.of();
    }
  }

  @Provide
  Arbitrary<Facts> urgencies() {
    return Arbitraries.of(
        MadeUp.facts(), MadeUp.facts("urgency=standard"), MadeUp.facts("urgency=expedited"));
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs().between(FROM, FROM + 90 * 86_400L).map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<List<CaseEvent>> cases() {
    Arbitrary<String> codes =
        Arbitraries.of(
            "request-received",
            "decision-made",
            "review-request-received",
            "determination-made",
            "new-record",
            "new-record",
            "forwarded",
            "notified",
            "application-received",
            "grievance-resolved",
            "withdrawn",
            "extension-granted",
            "converted-to-expedited");
    // times are kept apart so that no two events tie
    return Combinators.combine(codes, times())
        .as(DeadlinePropertyTest::event)
        .list()
        .ofMaxSize(12)
        .uniqueElements(CaseEvent::time);
  }

  private static CaseEvent event(String code, Instant time) {
    String reason =
        switch (code) {
          case "extension-granted" -> "good-cause";
          case "converted-to-expedited" -> "imminent-serious-threat";
          default -> null;
        };
    return new CaseEvent(null, code, EventTime.at(time), null, reason, null, null, null);
  }
}
