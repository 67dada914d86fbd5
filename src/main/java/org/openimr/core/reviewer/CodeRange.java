package org.openimr.core.reviewer;

import java.util.Locale;

/**
 * Codes of one kind from one to another, both included. Points and capitals do not count, and a
 * short end means all that begin with it: from {@code C00} to {@code C97} has {@code C71.9}.
 *
 * @param kind what the codes tell: {@code procedure} or {@code diagnosis}
 * @param from the first code
 * @param to the last code, or how it begins
 */
public record CodeRange(String kind, String from, String to) {

  /** Refuses a range that holds nothing. */
  public CodeRange {
    from = plain(from);
    to = plain(to);
    if (from.isEmpty() || from.compareTo(to) > 0) {
      throw new IllegalArgumentException(from + " to " + to + " is no range of codes");
    }
  }

  /**
   * Says whether a code lies in the range.
   *
   * @param code a code, with or without points
   */
  public boolean holds(DisputedCode code) {
    String plain = plain(code.code());
    String beginning = plain.substring(0, Math.min(plain.length(), to.length()));
    return kind.equals(code.kind()) && plain.compareTo(from) >= 0 && beginning.compareTo(to) <= 0;
  }

  private static String plain(String code) {
    return code.replace(".", "").strip().toUpperCase(Locale.ROOT);
  }
}
