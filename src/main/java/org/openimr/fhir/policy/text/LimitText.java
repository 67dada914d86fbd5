package org.openimr.fhir.policy.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of time in the unit in which the rule counts it.
 *
 * @param amount how many
 * @param unit {@code min}, {@code h}, {@code d}, {@code bd} or {@code mo}
 */
public record LimitText(int amount, String unit) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,5}) (min|h|d|bd|mo)");

  private static final Map<String, String> WORDS =
      Map.of(
          "min", "minute", "h", "hour", "d", "calendar day", "bd", "business day", "mo", "month");

  /**
   * Reads an amount.
   *
   * @param text for example {@code 14 d}
   * @return the amount
   * @throws IllegalArgumentException saying what was expected
   */
  public static LimitText parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no amount of time; expected a number and min, h, d, bd or mo");
    }
    return new LimitText(Integer.parseInt(matcher.group(1)), matcher.group(2));
  }

  /**
   * Says the amount in words.
   *
   * @return for example {@code 14 calendar days}
   */
  public String words() {
    return amount + " " + unitWords(amount, unit);
  }

  static String unitWords(int amount, String unit) {
    return WORDS.get(unit) + (amount == 1 ? "" : "s");
  }

  @Override
  public String toString() {
    return amount + " " + unit;
  }
}
