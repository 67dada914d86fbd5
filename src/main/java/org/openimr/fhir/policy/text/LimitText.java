package org.openimr.fhir.policy.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of time in the unit in which the rule counts it.
 *
 * <p>What is written gives at least some time and at most ten years: a slip of the pen must not
 * make a duty that nobody can ever be late with, nor one that calendars cannot count.
 *
 * @param amount how many; zero only of business days, which is the day itself, or by default
 * @param unit {@code min}, {@code h}, {@code d}, {@code bd} or {@code mo}
 */
public record LimitText(int amount, String unit) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,5}) (min|h|d|bd|mo)");

  private static final Map<String, String> WORDS =
      Map.of(
          "min", "minute", "h", "hour", "d", "calendar day", "bd", "business day", "mo", "month");

  /** Ten years in each unit; more than five digits are not read at all. */
  private static final Map<String, Integer> MOST =
      Map.of("min", 99_999, "h", 87_840, "d", 3_660, "bd", 2_600, "mo", 120);

  /**
   * Makes an amount that a rule may give.
   *
   * @param amount how many
   * @param unit the unit
   * @return the amount
   * @throws IllegalArgumentException if it is no time at all, or more than ten years
   */
  static LimitText of(int amount, String unit) {
    LimitText limit = new LimitText(amount, unit);
    if (amount == 0 && !unit.equals("bd")) {
      throw new IllegalArgumentException(
          "'" + limit + "' gives no time; only 0 bd does, the same business day");
    }
    if (amount > MOST.get(unit)) {
      throw new IllegalArgumentException(
          "'" + limit + "' is longer than any rule: at most " + MOST.get(unit) + " " + unit);
    }
    return limit;
  }

  /**
   * Says whether several of them together are longer than any rule.
   *
   * @param times how many
   * @return true if they are more than ten years
   */
  public boolean tooLong(int times) {
    return (long) amount * times > MOST.get(unit);
  }

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
    return of(Integer.parseInt(matcher.group(1)), matcher.group(2));
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
