package org.openimr.core.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of free text what can tell whom it is about, and says where a doubt remains.
 *
 * <p>First what is known of the case (names, numbers, places), then what has the shape of a date, a
 * number of a person, an address on the net or a titled name. What is left with a capital and is no
 * known word, and what is left of long numbers, is a doubt.
 *
 * @see <a href="https://www.ecfr.gov/current/title-45/section-164.514">45 CFR 164.514(b)(2)</a>
 */
public final class FreeText {

  private static final String MONTH =
      "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?"
          + "|Sep(?:t(?:ember|\\.)?|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)";
  private static final Map<String, Pattern> SHAPES = new LinkedHashMap<>();

  static {
    shape("contact", "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    shape("contact", "(?:https?://|www\\.)\\S+");
    shape("contact", "(?:\\+?1[-. ]?)?(?:\\(\\d{3}\\) ?|\\b\\d{3}[-. ])\\d{3}[-. ]\\d{4}\\b");
    shape("number", "\\b\\d{3}-\\d{2}-\\d{4}\\b");
    shape("date", "\\b\\d{4}-\\d{2}(?:-\\d{2})?(?:T[\\d:.+Z-]+)?\\b");
    shape("date", "\\b\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?\\b(?![%\\d])");
    shape("date", "\\b(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? " + MONTH + "(?![a-z])");
    shape("date", "\\b" + MONTH + " \\d{1,2}(?:st|nd|rd|th)?\\b(?!\\d)");
    shape("date", "\\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\\b");
    shape("date", "(?<=[a-z,] )" + MONTH + "(?![a-z])");
    shape("date", "\\b" + MONTH + "(?=,? (?:19|20)\\d{2}\\b)");
    shape("age", "\\b(?:9\\d|1[0-4]\\d)(?=[- ]years?[- ]old)");
    shape("person", "\\b(?:Dr|Drs|Mr|Mrs|Ms|Mx|Prof|Doctor|Professor)\\.? [\\p{Lu}][\\p{L}'’-]+");
    shape("number", "\\b[A-Za-z]{0,4}[-#]?\\d[\\d-]{4,}\\d\\b");
  }

  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{M}'’-]*");
  private static final Pattern LONG_NUMBER = Pattern.compile("\\d{5,}");
  private static final Pattern ENDING =
      Pattern.compile(
          ".*(?:tion|tions|sion|ing|ment|ments|ity|ology|therapy|ectomy|scopy|ically|ical|ly|ness|ance"
              + "|ence|ive|ous|itis|osis|emia|ures?|als?|ied|ated)");
  private static final int SHORTEST = 2;

  private final Set<String> words;
  private final Map<String, Pattern> known = new LinkedHashMap<>();

  private static void shape(String kind, String pattern) {
    SHAPES.put(kind + " " + SHAPES.size(), Pattern.compile(pattern));
  }

  /**
   * What is left of a text.
   *
   * @param text the text, each thing that was taken out replaced by its kind in brackets
   * @param removed how often something of a kind was taken out
   * @param doubts what may still tell whom it is about: the kind, and where it stands
   */
  public record Cleaned(String text, Map<String, Integer> removed, List<String> doubts) {

    /** Keeps its own copies. */
    public Cleaned {
      removed = Map.copyOf(removed);
      doubts = List.copyOf(doubts);
    }
  }

  /**
   * Makes it for one case.
   *
   * @param words words that name nobody
   * @param telling what is known to tell whom the case is about: the kind by the text
   */
  public FreeText(Set<String> words, Map<String, String> telling) {
    this.words = Set.copyOf(words);
    telling.entrySet().stream()
        .filter(each -> each.getKey().strip().length() >= SHORTEST)
        .sorted(Comparator.comparingInt(each -> -each.getKey().length()))
        .forEach(each -> know(each.getKey().strip(), each.getValue()));
  }

  /** A single word counts only with a capital, as it may be a plain one too. */
  private void know(String text, String kind) {
    boolean single = text.chars().allMatch(Character::isLetter);
    String plain =
        single ? "(?:" + quoted(capital(text)) + "|" + quoted(upper(text)) + ")" : quoted(text);
    known.put(
        kind + " " + known.size(),
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + plain + "(?![\\p{L}\\p{N}])",
            single ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }

  private static String capital(String text) {
    return upper(text.substring(0, 1)) + text.substring(1);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /**
   * Cleans a text.
   *
   * @param text the text
   * @return what is left of it
   */
  public Cleaned clean(String text) {
    Map<String, Integer> removed = new TreeMap<>();
    String left = takenOut(text, known, removed);
    left = takenOut(left, SHAPES, removed);
    return new Cleaned(left, removed, doubts(left));
  }

  private static String takenOut(
      String text, Map<String, Pattern> patterns, Map<String, Integer> removed) {
    String left = text;
    for (Map.Entry<String, Pattern> each : patterns.entrySet()) {
      String kind = each.getKey().substring(0, each.getKey().indexOf(' '));
      Matcher found = each.getValue().matcher(left);
      StringBuilder rest = new StringBuilder();
      while (found.find()) {
        removed.merge(kind, 1, Integer::sum);
        found.appendReplacement(rest, "[" + kind + "]");
      }
      left = found.appendTail(rest).toString();
    }
    return left;
  }

  private List<String> doubts(String text) {
    List<String> doubts = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (Character.isUpperCase(word.group().codePointAt(0)) && !plain(text, word)) {
        doubts.add("a word with a capital at " + (word.start() + 1));
      }
    }
    Matcher number = LONG_NUMBER.matcher(text);
    while (number.find()) {
      doubts.add("a long number at " + (number.start() + 1));
    }
    return doubts;
  }

  private boolean plain(String text, Matcher word) {
    String found = word.group().replaceFirst("['’]s$", "");
    if (words.contains(found)) {
      return true;
    }
    String small = found.toLowerCase(Locale.ROOT);
    return begins(text, word.start())
        && (words.contains(small)
            || ENDING.matcher(small).matches()
            || Pattern.compile("\\b" + quoted(small) + "\\b").matcher(text).find());
  }

  /** Whether a sentence begins at a place. */
  private static boolean begins(String text, int place) {
    String before = text.substring(0, place).stripTrailing();
    return before.isEmpty() || ".!?:;\n".indexOf(before.charAt(before.length() - 1)) >= 0;
  }
}
