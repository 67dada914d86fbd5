package org.openimr.server.packet;

import java.text.Bidi;

/** The order in which the characters of a line are seen, where some are read from right to left. */
final class LineOrder {

  private static final String OPENING = "([{<\u00ab";
  private static final String CLOSING = ")]}>\u00bb";

  private LineOrder() {}

  /**
   * Returns a line as it is seen from left to right.
   *
   * @param line the line as it is read
   * @return the same characters; brackets among those read from right to left are turned
   * @see <a href="https://www.unicode.org/reports/tr9/">Unicode, bidirectional algorithm</a>
   */
  static String seen(String line) {
    char[] read = line.toCharArray();
    if (!Bidi.requiresBidi(read, 0, read.length)) {
      return line;
    }
    Bidi order = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    byte[] levels = new byte[order.getRunCount()];
    Object[] runs = new Object[levels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) order.getRunLevel(i);
      String run = line.substring(order.getRunStart(i), order.getRunLimit(i));
      runs[i] = levels[i] % 2 == 0 ? run : turned(run);
    }
    Bidi.reorderVisually(levels, 0, runs, 0, runs.length);
    StringBuilder seen = new StringBuilder();
    for (Object run : runs) {
      seen.append(run);
    }
    return seen.toString();
  }

  private static String turned(String run) {
    StringBuilder turned = new StringBuilder(run).reverse();
    for (int i = 0; i < turned.length(); i++) {
      char each = turned.charAt(i);
      int opens = OPENING.indexOf(each);
      int closes = CLOSING.indexOf(each);
      if (opens >= 0) {
        turned.setCharAt(i, CLOSING.charAt(opens));
      } else if (closes >= 0) {
        turned.setCharAt(i, OPENING.charAt(closes));
      }
    }
    return turned.toString();
  }
}
