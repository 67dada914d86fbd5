package org.openimr.core.determination;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How hard an English text is to read: the school grade of the Flesch-Kincaid formula, from the
 * words in a sentence and the syllables in a word. It is an estimate, and no judge of what is said.
 *
 * @see <a href="https://apps.dtic.mil/sti/citations/ADA006655">Kincaid, Fishburne, Rogers and
 *     Chissom, Derivation of new readability formulas, 1975</a>
 */
public final class PlainLanguage {

  private static final Pattern SENTENCES = Pattern.compile("[.!?:;]+(?=\\s|$)|\\n+");
  private static final Pattern WORDS = Pattern.compile("[\\s/–—]+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]");
  private static final Pattern SILENT =
      Pattern.compile("(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$");
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]{1,2}");

  private PlainLanguage() {}

  /**
   * Estimates the grade.
   *
   * @param text a text
   * @return the school year in which it is understood; 0 for a text without words
   */
  public static double grade(String text) {
    int sentences = 0;
    int words = 0;
    int syllables = 0;
    for (String sentence : SENTENCES.split(text)) {
      int before = words;
      for (String word : WORDS.split(sentence.strip())) {
        String letters = NO_LETTERS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
        if (!letters.isEmpty()) {
          words++;
          syllables += syllables(letters);
        }
      }
      sentences += words > before ? 1 : 0;
    }
    return words == 0 ? 0 : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
  }

  private static int syllables(String word) {
    String spoken = word.length() > 3 ? SILENT.matcher(word).replaceFirst("") : word;
    int vowels = (int) VOWELS.matcher(spoken).results().count();
    return Math.max(1, vowels);
  }
}
