package org.openimr.core.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The grade is that of the formula: 0.39 words a sentence + 11.8 syllables a word - 15.59. */
class PlainLanguageTest {

  @Test
  void theFormulaIsCountedByHand() {
    // 6 words, 1 sentence, 6 syllables: 2.34 + 11.8 - 15.59
    assertThat(PlainLanguage.grade("The cat sat on the mat.")).isCloseTo(-1.45, within(0.001));
    // 8 words in 2 sentences; the(1) plan(1) must(1) pay(1) / she(1) had(1) no(1) choice(1): 1.56 +
    // 11.8
    assertThat(PlainLanguage.grade("The plan must pay. She had no choice."))
        .isCloseTo(-2.23, within(0.001));
    // 4 words, 1 sentence; medical(3) necessity(4) determination(5) criteria(3 by vowel pairs): 15
    assertThat(PlainLanguage.grade("Medical necessity determination criteria"))
        .isCloseTo(0.39 * 4 + 11.8 * 15 / 4 - 15.59, within(0.001));
  }

  @Test
  void silentLettersAreNoSyllables() {
    // made(1) cared(1) makes(1) table(2)
    assertThat(PlainLanguage.grade("made cared makes table"))
        .isCloseTo(0.39 * 4 + 11.8 * 5 / 4 - 15.59, within(0.001));
  }

  @Test
  void longSentencesOfLongWordsAreHarder() {
    String plain = "You were very ill. Day care did not help. You needed to stay in the hospital.";
    String hard =
        "Notwithstanding the administrative determination, contemporaneous clinical documentation"
            + " demonstrates insufficient amelioration of symptomatology following implementation"
            + " of comparatively conservative ambulatory interventions.";
    assertThat(PlainLanguage.grade(plain)).isLessThan(6);
    assertThat(PlainLanguage.grade(hard)).isGreaterThan(20);
  }

  @Test
  void aTextWithoutWordsHasNoGrade() {
    assertThat(PlainLanguage.grade("")).isZero();
    assertThat(PlainLanguage.grade(" 1.2 – 3! ")).isZero();
  }
}
