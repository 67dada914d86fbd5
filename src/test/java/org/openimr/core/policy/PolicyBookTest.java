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

  private static ReviewPolicy policy(String code, String version, String from, String to) {
    return new ReviewPolicy(
        new ReviewPolicy.Header(
            code,
            "https://example.org/PlanDefinition/" + code,
            version,
            code,
            "binding",
            null,
            from == null ? null : LocalDate.parse(from),
            to == null ? null : LocalDate.parse(to),
            null),
        MadeUp.VOCABULARY,
        MadeUp.DAYS,
        List.of(),
        new CriterionNode.Group(true, List.of()),
        List.of(),
        List.of());
  }
}
