package org.openimr.core.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;

/** The outcome of the whole follows from its lines. */
class OutcomeTest {

  @Test
  void linesThatAgreeMakeTheWhole() {
    for (Outcome each : Outcome.values()) {
      assertThat(Outcome.together(List.of(each, each))).isEqualTo(each);
    }
  }

  @Test
  void linesThatDifferMakeAPart() {
    assertThat(Outcome.together(List.of(Outcome.UPHELD, Outcome.OVERTURNED)))
        .isEqualTo(Outcome.PARTIALLY_OVERTURNED);
    assertThat(Outcome.together(List.of(Outcome.OVERTURNED, Outcome.PARTIALLY_OVERTURNED)))
        .isEqualTo(Outcome.PARTIALLY_OVERTURNED);
    assertThatThrownBy(() -> Outcome.together(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCodesAreThoseOfTheVocabulary() {
    assertThat(HeldPolicies.VOCABULARY.codes("imr-outcome"))
        .containsExactlyInAnyOrder("upheld", "overturned", "partially-overturned");
    HeldPolicies.VOCABULARY
        .codes("imr-outcome")
        .forEach(code -> assertThat(Outcome.of(code).code()).isEqualTo(code));
    assertThat(Outcome.of("modified")).isNull();
  }
}
