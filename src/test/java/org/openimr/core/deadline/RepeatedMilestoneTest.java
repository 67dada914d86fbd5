package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.ReviewPolicy;

/** events that each open a deadline of their own, and which stop belongs to which. */
class RepeatedMilestoneTest {

  private static final ReviewPolicy CALLS =
      policy(duty("return", "call-returned forwarded", bound("A", "call", "1 d")));

  private static final String FIRST = "call@2026-07-01T10:00:00-07:00#a";
  private static final String SECOND = "call@2026-07-02T10:00:00-07:00#b";

  /** Per instance: start and when it was done. */
  private static List<String> done(String... events) {
    return deadlines(CALLS, facts(), "2026-07-10T00:00:00-07:00", events).stream()
        .map(each -> day(MadeUp.said(each.start())) + " done " + day(MadeUp.said(each.met())))
        .toList();
  }

  private static String day(String said) {
    return said.length() > 10 ? said.substring(5, 13) : said;
  }

  @Test
  void firstInFirstOut() {
    assertThat(
            done(
                FIRST,
                SECOND,
                "call-returned@2026-07-03T10:00:00-07:00",
                "call-returned@2026-07-03T11:00:00-07:00"))
        .containsExactly("07-01T10 done 07-03T10", "07-02T10 done 07-03T11");
  }

  @Test
  void stopsOfSeveralKindsAreTakenInOrderOfTime() {
    assertThat(
            done(
                FIRST,
                SECOND,
                "call-returned@2026-07-03T11:00:00-07:00",
                "forwarded@2026-07-03T10:00:00-07:00"))
        .containsExactly("07-01T10 done 07-03T10", "07-02T10 done 07-03T11");
  }

  @Test
  void aStopBeforeAStartDoesNotStopIt() {
    assertThat(done(FIRST, SECOND, "call-returned@2026-07-01T09:00:00-07:00"))
        .containsExactly("07-01T10 done -", "07-02T10 done -");
    assertThat(
            done(
                FIRST,
                SECOND,
                "call-returned@2026-07-01T11:00:00-07:00",
                "call-returned@2026-07-01T12:00:00-07:00"))
        .as("the other call had not come yet")
        .containsExactly("07-01T10 done 07-01T11", "07-02T10 done -");
  }

  @Test
  void aStopThatNamesAStartLeavesTheOthersTheirs() {
    assertThat(
            done(
                FIRST,
                SECOND,
                "call-returned@2026-07-03T10:00:00-07:00>b",
                "call-returned@2026-07-03T11:00:00-07:00"))
        .containsExactly("07-01T10 done 07-03T11", "07-02T10 done 07-03T10");
  }

  @Test
  void ofTwoStopsThatNameTheSameStartTheFirstCounts() {
    assertThat(
            done(
                FIRST,
                SECOND,
                "call-returned@2026-07-03T10:00:00-07:00>a",
                "call-returned@2026-07-03T11:00:00-07:00>a"))
        .containsExactly("07-01T10 done 07-03T10", "07-02T10 done -");
  }

  @Test
  void aStopThatNamesSomethingElseTakesItsTurn() {
    assertThat(
            done(
                FIRST,
                SECOND,
                "request-received@2026-07-01T08:00:00-07:00#r",
                "call-returned@2026-07-03T10:00:00-07:00>r"))
        .containsExactly("07-01T10 done 07-03T10", "07-02T10 done -");
  }

  @Test
  void aStopMayComeAtTheMomentOfItsStart() {
    assertThat(done(FIRST, "call-returned@2026-07-01T10:00:00-07:00>a"))
        .containsExactly("07-01T10 done 07-01T10");
    assertThat(done(FIRST, "call-returned@2026-07-01T10:00:00-07:00"))
        .containsExactly("07-01T10 done 07-01T10");
  }

  @Test
  void aYearThatCannotBeCountedIsNamedAtTheEventThatStartsIt() {
    ReviewPolicy policy =
        policy(
            duty("return", "call-returned", bound("A", "call", "1 bd")),
            duty("decision", "decision-made", bound("B", "request-received", "1 bd")));
    assertThatExceptionOfType(UnacceptableCaseException.class)
        .isThrownBy(
            () ->
                deadlines(
                    policy,
                    facts(),
                    "2026-07-10T00:00:00-07:00",
                    "call@2026-07-01T10:00:00-07:00",
                    "call@2009-07-01T10:00:00-07:00",
                    "request-received@2008-07-01T10:00:00-07:00"))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        new Problem(
                            1,
                            "A cannot be counted, 1 bd from call: calendar offices covers 2010 to"
                                + " 2199, not 2009"),
                        new Problem(
                            2,
                            "B cannot be counted, 1 bd from request-received: calendar offices"
                                + " covers 2010 to 2199, not 2008")));
  }
}
