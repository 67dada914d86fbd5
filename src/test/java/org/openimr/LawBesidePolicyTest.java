package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.golden.GoldenCase;

/**
 * Over every golden case: what a law beside a policy may change, and what it may not.
 */
class LawBesidePolicyTest {

  static Stream<String> combinations() {
    return HeldPolicies.BOOK.codes().stream()
        .flatMap(
            code -> HeldPolicies.LAWS.all().stream().map(LawText::law).map(l -> code + "+" + l));
  }

  private static List<GoldenCase> casesOf(String code) {
    return GoldenCase.all().stream().filter(golden -> golden.policy().equals(code)).toList();
  }

  private static List<Deadline> deadlines(ReviewPolicy policy, GoldenCase golden) {
    return DeadlineCalculator.deadlines(
        Situation.of(policy, golden.given(policy.vocabulary()), golden.happened(), golden.time()));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void lawThatWasReadNeverMakesADutyLaterNorARightShorter(String combination) {
    String code = combination.substring(0, combination.indexOf('+'));
    int compared = 0;
    for (GoldenCase golden : casesOf(code)) {
      List<Deadline> without;
      List<Deadline> with;
      try {
        without = deadlines(HeldPolicies.policy(code), golden);
        with = deadlines(HeldPolicies.policy(combination), golden);
      } catch (UnacceptableCaseException refused) {
        continue;
      }
      for (Deadline before : without) {
        List<Deadline> after = instances(with, before);
        int number = instances(without, before).indexOf(before);
        assertThat(after.size()).as(golden.toString()).isGreaterThan(number);
        if (before.due() != null) {
          compared++;
          Moment due = after.get(number).due();
          assertThat(
                  before.milestone().latest()
                      ? before.due().isAfter(due)
                      : due.isAfter(before.due()))
              .as(golden + " " + before.milestone().code())
              .isFalse();
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static List<Deadline> instances(List<Deadline> all, Deadline like) {
    return all.stream()
        .filter(each -> each.milestone().code().equals(like.milestone().code()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void lawThatWasNotReadChangesNothingWhatever(String combination) {
    String code = combination.substring(0, combination.indexOf('+'));
    ReviewPolicy unread = HeldPolicies.withUnread(combination);
    for (GoldenCase golden : casesOf(code)) {
      assertThat(essence(unread, golden))
          .as(golden.toString())
          .isEqualTo(essence(HeldPolicies.policy(code), golden));
    }
  }

  private static List<String> essence(ReviewPolicy policy, GoldenCase golden) {
    List<String> said = new ArrayList<>();
    try {
      for (Deadline deadline : deadlines(policy, golden)) {
        said.add(
            Stream.of(
                    deadline.milestone().code(),
                    deadline.owedBy(),
                    deadline.status(),
                    deadline.governing().id(),
                    deadline.startedBy(),
                    deadline.start(),
                    deadline.target(),
                    deadline.due(),
                    deadline.met(),
                    deadline.missing())
                .map(Objects::toString)
                .reduce("", (one, other) -> one + " " + other));
      }
    } catch (UnacceptableCaseException refused) {
      said.add(refused.getMessage());
    }
    return said;
  }
}
