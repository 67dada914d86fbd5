package org.openimr.core.secondlook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The lesser of 50 cases or 5 of a hundred (U70), the same for all; 90 of a hundred agree (U72).
 */
class SecondLookTest {

  private static final SecondLookTerms TERMS = new SecondLookTerms(50, 5, 90, "U70");

  private static List<String> cases(int number) {
    return IntStream.rangeClosed(1, number).mapToObj(each -> "Task/" + each).toList();
  }

  @ParameterizedTest(name = "of {0} cases {1} are rated again")
  @CsvSource({
    "0, 0",
    "1, 1",
    "19, 1",
    "20, 1",
    "21, 2",
    "40, 2",
    "41, 3",
    "980, 49",
    "999, 50",
    "1000, 50",
    "1001, 50",
    "100000, 50",
    "100000000, 50"
  })
  void theLesserOfBothCounts(int cases, int sample) {
    assertThat(TERMS.size(cases)).isEqualTo(sample);
  }

  @Test
  void theSameCasesGiveTheSameSampleInWhateverOrder() {
    List<String> cases = new ArrayList<>(cases(300));
    List<String> drawn = CaseSample.draw(cases, "vchcp/a.reyes", 2026, TERMS);

    assertThat(drawn).hasSize(15).doesNotHaveDuplicates();
    assertThat(cases).containsAll(drawn);
    Collections.shuffle(cases, new Random(7));
    cases.add(cases.get(0));
    assertThat(CaseSample.draw(cases, "vchcp/a.reyes", 2026, TERMS)).isEqualTo(drawn);
    assertThat(CaseSample.draw(cases, "vchcp/a.reyes", 2027, TERMS)).isNotEqualTo(drawn);
    assertThat(CaseSample.draw(cases, "vchcp/b.lund", 2026, TERMS)).isNotEqualTo(drawn);
  }

  @Test
  void noCaseIsSpared() {
    HashSet<String> drawn = new HashSet<>();
    for (int reviewer = 0; reviewer < 400; reviewer++) {
      drawn.addAll(CaseSample.draw(cases(40), "vchcp/" + reviewer, 2026, TERMS));
    }
    assertThat(drawn).hasSize(40);
  }

  @ParameterizedTest(name = "of {0} drawn {1} rated, {2} alike: {3}, corrective action {4}")
  @CsvSource({
    "50, 50, 45, 900, false",
    "50, 50, 44, 880, true",
    "10, 10, 9, 900, false",
    "10, 10, 8, 800, true",
    "1, 1, 0, 0, true",
    "1, 1, 1, 1000, false",
    "3, 3, 2, 666, true",
    // what is still to be rated may lift it
    "10, 5, 4, 800, false",
    // and here it cannot any more: nine of ten are out of reach
    "10, 5, 3, 600, true",
    "10, 0, 0, -1, false",
    "0, 0, 0, -1, false"
  })
  void belowTheTargetCorrectiveActionIsOwed(
      int sampled, int rated, int agreed, int permille, boolean action) {
    Accuracy accuracy = new Accuracy(sampled, rated, agreed, TERMS.target());

    assertThat(accuracy.permille()).isEqualTo(permille);
    assertThat(accuracy.correctiveAction()).isEqualTo(action);
    assertThat(accuracy.complete()).isEqualTo(sampled > 0 && sampled == rated);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Accuracy(5, 6, 1, 90))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Accuracy(5, 4, 5, 90))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Accuracy(5, 4, -1, 90))
        .isInstanceOf(IllegalArgumentException.class);
    for (int[] odd :
        new int[][] {{0, 5, 90}, {50, 0, 90}, {50, 101, 90}, {50, 5, 0}, {50, 5, 101}}) {
      assertThatThrownBy(() -> new SecondLookTerms(odd[0], odd[1], odd[2], "U70"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
