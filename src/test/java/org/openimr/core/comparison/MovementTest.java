package org.openimr.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.policy;

import org.junit.jupiter.api.Test;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.policy.ReviewPolicy;

/** What a changed fact or event did to a deadline. */
class MovementTest {

  private static final ReviewPolicy DATED =
      policy(duty("d", "decision-made", bound("A", "request-received", "3 d")));
  private static final ReviewPolicy UNDATED =
      policy(duty("d", "decision-made", bound("A", "request-received", "none")));

  private static Deadline asked(ReviewPolicy policy, String asOf, String... events) {
    return deadlines(policy, facts(), asOf, events).get(0);
  }

  /** Due three days after a day of July 2026; asked about on the second. */
  private static Deadline receivedOn(String day) {
    return asked(DATED, "2026-07-02T12:00:00-07:00", "request-received@2026-07-" + day);
  }

  private static String moved(Deadline before, Deadline after) {
    return Movement.between(before, after).code();
  }

  @Test
  void aLaterDueTimeIsLaterAndAnEarlierOneEarlier() {
    assertThat(moved(receivedOn("01"), receivedOn("02"))).isEqualTo("later");
    assertThat(moved(receivedOn("02"), receivedOn("01"))).isEqualTo("earlier");
    assertThat(moved(receivedOn("01"), receivedOn("01"))).isEqualTo("same");
  }

  @Test
  void whatIsOwedOnlyOnOneSideAppearedOrDisappeared() {
    assertThat(moved(null, receivedOn("01"))).isEqualTo("appeared");
    assertThat(moved(receivedOn("01"), null)).isEqualTo("disappeared");
    assertThat(moved(null, null)).isEqualTo("same");
  }

  @Test
  void aDueTimeThatComesOrGoesIsAChange() {
    Deadline undated = asked(UNDATED, "2026-07-02T12:00:00-07:00", "request-received@2026-07-01");
    assertThat(moved(undated, receivedOn("01"))).isEqualTo("changed");
    assertThat(moved(receivedOn("01"), undated)).isEqualTo("changed");
    assertThat(moved(undated, undated)).isEqualTo("same");
  }

  @Test
  void anotherStatusAtTheSameDueTimeIsAChange() {
    Deadline overdue = asked(DATED, "2026-07-05T00:00:00-07:00", "request-received@2026-07-01");
    assertThat(moved(receivedOn("01"), overdue)).isEqualTo("changed");
    Deadline waiting = asked(UNDATED, "2026-07-02T12:00:00-07:00");
    Deadline running = asked(UNDATED, "2026-07-02T12:00:00-07:00", "request-received@2026-07-01");
    assertThat(moved(waiting, running)).isEqualTo("changed");
  }
}
