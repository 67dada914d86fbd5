package org.openimr.server.security;

/**
 * A National Provider Identifier: ten digits, of which the last follows from the others by the
 * formula of Luhn with the prefix 80840.
 *
 * @see <a
 *     href="https://www.cms.gov/regulations-and-guidance/administrative-simplification/nationalprovidentstand/downloads/npicheckdigit.pdf">
 *     CMS, requirements for the check digit</a>
 */
public final class ProviderNumber {

  // the sum of the prefix 80840 by the formula
  private static final int PREFIX = 24;

  private ProviderNumber() {}

  /** Whether a text is such a number. */
  public static boolean valid(String text) {
    if (!text.matches("[12][0-9]{9}")) {
      return false;
    }
    int sum = PREFIX;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      int counted = i % 2 == 0 ? digit * 2 : digit;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
  }
}
