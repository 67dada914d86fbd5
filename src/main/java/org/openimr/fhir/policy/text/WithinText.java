package org.openimr.fhir.policy.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a bound gives: an amount of time, no date at all, or the due time of another milestone.
 */
public sealed interface WithinText {

  /** A duty without a date. */
  record None() implements WithinText {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * Due with another milestone.
   *
   * @param milestone the code of that milestone
   */
  record DueOf(String milestone) implements WithinText {
    @Override
    public String toString() {
      return "due of " + milestone;
    }
  }

  /**
   * An amount of time, perhaps a range.
   *
   * @param low the low end of a range, or null
   * @param high the amount, or the high end of the range
   * @param rolling whether a last day that is no business day moves to the next one
   */
  record Amount(LimitText low, LimitText high, boolean rolling) implements WithinText {
    @Override
    public String toString() {
      return (low == null ? "" : low.amount() + "-") + high + (rolling ? " rolling" : "");
    }
  }

  /** Forms an amount may take. */
  Pattern FORM = Pattern.compile("(?:(\\d{1,5})-)?(\\d{1,5}) (min|h|d|bd|mo)( rolling)?");

  /**
   * Reads a limit.
   *
   * @param text for example {@code 3 bd}, {@code 5-7 bd}, {@code 6 mo rolling}, {@code none},
   *     {@code due of plan-decision}
   * @return the limit
   * @throws IllegalArgumentException saying what was expected
   */
  static WithinText parse(String text) {
    if (text.equals("none")) {
      return new None();
    }
    if (text.startsWith("due of ")) {
      return new DueOf(text.substring("due of ".length()).trim());
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no limit; expected for example 3 bd, 5-7 bd, 24 h, 30 min, 6 mo rolling,"
              + " none, or due of MILESTONE");
    }
    String unit = matcher.group(3);
    LimitText low =
        matcher.group(1) == null ? null : LimitText.of(Integer.parseInt(matcher.group(1)), unit);
    LimitText high = LimitText.of(Integer.parseInt(matcher.group(2)), unit);
    if (low != null && low.amount() >= high.amount()) {
      throw new IllegalArgumentException("'" + text + "' is a range that does not go up");
    }
    boolean rolling = matcher.group(4) != null;
    if (rolling && !unit.equals("d") && !unit.equals("mo")) {
      throw new IllegalArgumentException("'" + text + "': only days and months can roll");
    }
    return new Amount(low, high, rolling);
  }
}
