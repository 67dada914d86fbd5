package org.openimr.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;

class PolicyBookTest {

  private static final ReviewPolicy OLD = policy("a", "1", "2020-01-01", "2023-12-31");
  private static final ReviewPolicy NEW = policy("a", "2", "2024-01-01", null);
  private static final ReviewPolicy OPEN = policy("b", "1", null, "2022-12-31");

  private final PolicyBook book = new PolicyBook(List.of(NEW, OPEN, OLD));

  @Test
  void theVersionInForceOnTheDayJudges() {
    assertThat(book.inForce("a", LocalDate.of(2023, 12, 31))).contains(OLD);
    assertThat(book.inForce("a", LocalDate.of(2024, 1, 1))).contains(NEW);
    assertThat(book.inForce("b", LocalDate.of(1990, 1, 1))).contains(OPEN);
  }

  @Test
  void beforeTheFirstVersionTheFirstAnswersAndAfterTheLastTheLast() {
    assertThat(book.inForce("a", LocalDate.of(2019, 12, 31))).contains(OLD);
    assertThat(book.inForce("b", LocalDate.of(2023, 1, 1))).contains(OPEN);
    assertThat(OPEN.header().inForceOn(LocalDate.of(2022, 12, 31))).isTrue();
    assertThat(OPEN.header().inForceOn(LocalDate.of(2023, 1, 1))).isFalse();
    assertThat(OLD.header().inForceOn(LocalDate.of(2019, 12, 31))).isFalse();
  }

  @Test
  void findsByCodeAndByCanonical() {
    assertThat(book.codes()).containsExactly("a", "b");
    assertThat(book.all()).containsExactly(OLD, NEW, OPEN);
    assertThat(book.byCanonical("https://example.org/PlanDefinition/a|2")).contains(NEW);
    assertThat(book.byCanonical("https://example.org/PlanDefinition/a")).isEmpty();
    assertThat(book.inForce("c", LocalDate.of(2024, 1, 1))).isEmpty();
    assertThat(NEW).hasToString("https://example.org/PlanDefinition/a|2");
  }

  @Test
  void twoVersionsMustNotHoldOnTheSameDay() {
    assertThatThrownBy(() -> new PolicyBook(List.of(OLD, policy("a", "2", "2023-12-31", null))))
        .hasMessage("versions 1 and 2 of policy a hold on the same day");
    assertThatThrownBy(() -> new PolicyBook(List.of(NEW, policy("a", "3", "2026-01-01", null))))
        .hasMessage("versions 2 and 3 of policy a hold on the same day");
  }

  @Test
  void theVersionsOfAPolicyStandOldestFirst() {
    assertThat(book.versions("a")).containsExactly(OLD, NEW);
    assertThat(book.versions("c")).isEmpty();
  }

  @Test
  void namesTheVersionsThatHoldOnADayOnWhichAnotherWould() {
    assertThat(overlapping("2023-12-31", "2023-12-31")).containsExactly(OLD);
    assertThat(overlapping("2024-01-01", null)).containsExactly(NEW);
    assertThat(overlapping("2023-12-31", "2024-01-01")).containsExactly(OLD, NEW);
    assertThat(overlapping(null, "2020-01-01")).containsExactly(OLD);
    assertThat(overlapping(null, null)).containsExactly(OLD, NEW);
  }

  @Test
  void nothingStandsInTheWayBeforeTheFirstVersionNorInAGap() {
    assertThat(overlapping(null, "2019-12-31")).isEmpty();
    PolicyBook gap = new PolicyBook(List.of(OLD, policy("a", "2", "2025-01-01", null)));
    assertThat(gap.overlapping(policy("a", "3", "2024-01-01", "2024-12-31").header())).isEmpty();
  }

  @Test
  void aVersionDoesNotStandInItsOwnWay() {
    assertThat(book.overlapping(NEW.header())).isEmpty();
    assertThat(book.overlapping(policy("c", "1", null, null).header())).isEmpty();
  }

  @Test
  void aRetiredVersionJudgesOnlyTheDatesOnWhichItHeld() {
    ReviewPolicy retired = retired("2020-01-01", "2023-12-31");
    ReviewPolicy next = policy("a", "2", "2025-01-01", "2025-12-31");
    PolicyBook withNext = new PolicyBook(List.of(retired, next));
    assertThat(withNext.inForce("a", LocalDate.of(2023, 12, 31))).contains(retired);
    assertThat(withNext.inForce("a", LocalDate.of(2019, 12, 31)))
        .as("before it held the first one after it that is not retired answers")
        .contains(next);
    assertThat(withNext.inForce("a", LocalDate.of(2026, 1, 1))).contains(next);

    PolicyBook alone = new PolicyBook(List.of(retired));
    assertThat(alone.inForce("a", LocalDate.of(2022, 7, 1))).contains(retired);
    assertThat(alone.inForce("a", LocalDate.of(2024, 1, 1))).isEmpty();
    assertThat(alone.inForce("a", LocalDate.of(2019, 1, 1))).isEmpty();
  }

  @Test
  void aVersionWhoseTimeHasEndedDoesNotComeBackWhenTheNextIsRetired() {
    PolicyBook retiredLast = new PolicyBook(List.of(OLD, retired("2", "2024-01-01", "2024-12-31")));
    assertThat(retiredLast.inForce("a", LocalDate.of(2023, 12, 31))).contains(OLD);
    assertThat(retiredLast.inForce("a", LocalDate.of(2024, 12, 31)))
        .map(ReviewPolicy::toString)
        .hasValue("https://example.org/PlanDefinition/a|2");
    assertThat(retiredLast.inForce("a", LocalDate.of(2025, 1, 1))).isEmpty();
    assertThat(retiredLast.noneInForce("a"))
        .isEqualTo(
            "No version of the policy a judges a case that was opened on that day; held are 1 (from"
                + " 2020-01-01 to 2023-12-31), 2 (retired, from 2024-01-01 to 2024-12-31).");

    PolicyBook gap = new PolicyBook(List.of(OLD, retired("2", "2025-01-01", "2025-12-31")));
    assertThat(gap.inForce("a", LocalDate.of(2024, 7, 1)))
        .as("in the gap before a retired version the one before it answers")
        .contains(OLD);
  }

  @Test
  void aGapBetweenTwoRetiredVersionsHasNone() {
    PolicyBook two =
        new PolicyBook(
            List.of(
                retired("1", "2020-01-01", "2020-12-31"),
                retired("2", "2022-01-01", "2022-12-31")));
    assertThat(two.inForce("a", LocalDate.of(2021, 7, 1))).isEmpty();
    assertThat(two.inForce("a", LocalDate.of(2019, 7, 1))).isEmpty();
    assertThat(two.noneInForce("a"))
        .endsWith(
            "held are 1 (retired, from 2020-01-01 to 2020-12-31), 2 (retired, from 2022-01-01 to"
                + " 2022-12-31).");
  }

  @Test
  void aPeriodIsToldAsFarAsItIsStated() {
    assertThat(new PolicyBook(List.of(OPEN)).noneInForce("b")).endsWith("1 (to 2022-12-31).");
    assertThat(new PolicyBook(List.of(NEW)).noneInForce("a")).endsWith("2 (from 2024-01-01 on).");
  }

  @Test
  void afterSeveralVersionsTheLastAnswers() {
    ReviewPolicy last = policy("a", "2", "2024-01-01", "2024-12-31");
    assertThat(new PolicyBook(List.of(OLD, last)).inForce("a", LocalDate.of(2026, 1, 1)))
        .contains(last);
  }

  private List<ReviewPolicy> overlapping(String from, String to) {
    return book.overlapping(policy("a", "9", from, to).header());
  }

  private static ReviewPolicy retired(String from, String to) {
    return retired("1", from, to);
  }

  private static ReviewPolicy retired(String version, String from, String to) {
    return policy(
        new ReviewPolicy.Header(
            "a",
            "https://example.org/PlanDefinition/a",
            version,
            "a",
            "binding",
            null,
            LocalDate.parse(from),
            LocalDate.parse(to),
            null,
            true));
  }

  private static ReviewPolicy policy(String code, String version, String from, String to) {
    return policy(
        new ReviewPolicy.Header(
            code,
            "https://example.org/PlanDefinition/" + code,
            version,
            code,
            "binding",
            null,
            from == null ? null : LocalDate.parse(from),
            to == null ? null : LocalDate.parse(to),
            null));
  }

  private static ReviewPolicy policy(ReviewPolicy.Header header) {
    return new ReviewPolicy(
        header,
        MadeUp.VOCABULARY,
        MadeUp.DAYS,
        List.of(),
        new CriterionNode.Group(true, List.of()),
        List.of(),
        List.of());
  }
}
