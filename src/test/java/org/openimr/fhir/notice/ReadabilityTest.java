package org.openimr.fhir.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.notice.NoticeTemplate;

/**
 * Letters read easily, in both languages; the bounds and their sources stand in docs/notices.md.
 */
class ReadabilityTest {

  private static final double GRADE = 6;
  private static final double EASE = 70;

  static Stream<NoticeKind> kinds() {
    return MadeUpLetter.TEXTS.catalogue().kinds().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void englishIsForTheSixthGrade(NoticeKind kind) {
    assertThat(grade(text(kind, "en"))).as(kind.code()).isLessThanOrEqualTo(GRADE);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void spanishIsRatherEasy(NoticeKind kind) {
    assertThat(ease(text(kind, "es"))).as(kind.code()).isGreaterThanOrEqualTo(EASE);
  }

  @Test
  void hardTextsAreFoundHard() {
    assertThat(
            grade(
                "Notwithstanding the aforementioned determination, the enrollee retains"
                    + " administrative remedies pursuant to applicable regulatory provisions."))
        .isGreaterThan(15);
    assertThat(
            ease(
                "No obstante la determinación anteriormente mencionada, el asegurado conserva los"
                    + " recursos administrativos correspondientes conforme a la normativa"
                    + " aplicable."))
        .isLessThan(50);
    // by hand: 2 sentences, 5 words, 5 syllables: 0.39 * 2.5 + 11.8 * 1 - 15.59 = -2.815
    assertThat(grade("We call. It is big.")).isBetween(-2.82, -2.81);
    // by hand: 1 sentence, 4 words, 8 syllables: 206.84 - 60 * 2 - 1.02 * 4 = 82.76
    assertThat(ease("La casa está cerrada.")).isBetween(82.7, 82.8);
  }

  /** What the template says itself: names, dates and the words of others are not its own. */
  private static String text(NoticeKind kind, String language) {
    NoticeTemplate template = MadeUpLetter.TEXTS.template(kind.code(), language);
    return template.blocks().stream()
        .map(NoticeTemplate.Block::text)
        .filter(text -> !text.startsWith("- ") && !text.matches("(?s)#? ?\\{[a-z-]+}.*"))
        .map(text -> text.replaceAll("\\{[a-z-]+}", "").replaceFirst("^#+ ", ""))
        .map(text -> text.matches("(?s).*[.:?!]") ? text : text + ".")
        .collect(Collectors.joining(" "));
  }

  private static double grade(String text) {
    Counted counted = Counted.of(text, ReadabilityTest::english);
    return 0.39 * counted.words / counted.sentences
        + 11.8 * counted.syllables / counted.words
        - 15.59;
  }

  private static double ease(String text) {
    Counted counted = Counted.of(text, ReadabilityTest::spanish);
    return 206.84
        - 60.0 * counted.syllables / counted.words
        - 1.02 * counted.words / counted.sentences;
  }

  private record Counted(int sentences, int words, int syllables) {
    static Counted of(String text, java.util.function.ToIntFunction<String> syllables) {
      int sentences = 0;
      int words = 0;
      int parts = 0;
      for (String sentence : text.split("[.:?!]+(\\s|$)")) {
        int before = words;
        for (String word : sentence.split("[\\s,;()/-]+")) {
          String letters = word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
          if (!letters.isEmpty()) {
            words++;
            parts += syllables.applyAsInt(letters);
          }
        }
        sentences += words > before ? 1 : 0;
      }
      return new Counted(sentences, words, parts);
    }
  }

  private static int english(String word) {
    String spoken =
        word.length() > 3
            ? word.replaceFirst("([^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$", "")
            : word;
    return Math.max(1, count("[aeiouy]{1,2}", spoken));
  }

  /** Strong vowels, and weak ones with an accent, each make a syllable; other weak ones join. */
  private static int spanish(String word) {
    String spoken =
        word.replaceAll("qu(?=[eiéí])", "q")
            .replaceAll("gu(?=[eiéí])", "g")
            .replaceAll("y(?=[aeoáéóiuíú])|[iuü](?=[aeoáéó])|(?<=[aeoáéó])[iuüy]", "");
    return Math.max(1, count("[aeoáéóíú]|[iuüy]+", spoken));
  }

  private static int count(String pattern, String word) {
    return (int) Pattern.compile(pattern).matcher(word).results().count();
  }
}
