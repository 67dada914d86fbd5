package org.openimr.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {

  private static final Map<String, String> KNOWN =
      Map.of(
          "Teodor Aslan", "person",
          "Teodor", "person",
          "Aslan", "person",
          "Will", "person",
          "VCH-1234567", "number",
          "Oak Street 5", "place",
          "Sierra Vista Health Plan", "organization");
  private static final Set<String> WORDS =
      Set.of("the", "a", "he", "she", "it", "was", "seen", "for", "MRI", "FDA", "California");

  private static FreeText.Cleaned clean(String text) {
    return new FreeText(WORDS, KNOWN).clean(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It was seen that Teodor Aslan had pain.|It was seen that [person] had pain.",
        "It helped Aslan's arm.|It helped [person]'s arm.",
        "It helped ASLAN.|It helped [person].",
        "It was the will of Will.|It was the will of [person].",
        "It was member vch-1234567.|It was member [number].",
        "It was at oak street 5.|It was at [place].",
        "It was refused by Sierra Vista Health Plan.|It was refused by [organization].",
        "It began on 2026-05-14 and 5/14/2026.|It began on [date] and [date].",
        "It began on May 14, 2026.|It began on [date], 2026.",
        "It began on the 3rd of March 2026.|It began on [date] 2026.",
        "It began in March 2026.|It began in [date] 2026.",
        "It began on Monday.|It began on [date].",
        "It was told by Dr. Raman-Ortiz.|It was told by [person].",
        "It was told to Ms Lee.|It was told to [person].",
        "It was (805) 555-0117 or a.b@c.example.|It was [contact] or [contact].",
        "It was 123-45-6789.|It was [number].",
        "It was claim 20260514123.|It was claim [number].",
        "A 93-year-old member.|A [age]-year-old member.",
        "A 57-year-old member.|A 57-year-old member.",
        "It was 2026 and 12.5% of 140/90.|It was 2026 and 12.5% of 140/90."
      })
  void whatTellsIsTakenOut(String text, String left) {
    FreeText.Cleaned cleaned = clean(text);
    assertThat(cleaned.text()).isEqualTo(left);
    assertThat(cleaned.doubts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It was seen by Ortega.",
        "It was seen in Ventura.",
        "Ortega was seen.",
        "It was told that Ann was seen.",
        "The number was 12345."
      })
  void aDoubtStaysADoubt(String text) {
    assertThat(clean(text).doubts()).hasSize(1);
  }

  @Test
  void aDoubtSaysWhereItIsAndNotWhat() {
    assertThat(clean("It was seen by Ortega.").doubts())
        .containsExactly("a word with a capital at 16");
  }

  @Test
  void plainWordsAreNoDoubt() {
    assertThat(
            clean("Radiation was seen. Swelling: it was the swelling. The FDA and the MRI. He was.")
                .doubts())
        .isEmpty();
  }

  @Test
  void whatWasTakenOutIsCounted() {
    assertThat(clean("Teodor and Aslan on 2026-05-14 and Mr. Lee.").removed())
        .isEqualTo(Map.of("person", 3, "date", 1));
  }

  @Test
  void noTextIsNoText() {
    assertThat(clean("")).isEqualTo(new FreeText.Cleaned("", Map.of(), java.util.List.of()));
  }
}
