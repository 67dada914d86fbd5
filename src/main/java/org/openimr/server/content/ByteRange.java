package org.openimr.server.content;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a content that is asked for.
 *
 * @param first the first byte, from 0
 * @param last the last byte, inclusive
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110, 14</a>
 */
record ByteRange(long first, long last) {

  /** What a range asks for that lies outside of the content. */
  static final ByteRange NOWHERE = new ByteRange(0, -1);

  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Reads a Range header.
   *
   * @param header the header; null for none
   * @param size how many bytes there are
   * @return null if there is none, or one that is not understood: then all is sent; {@link
   *     #NOWHERE} if nothing of it is there
   */
  static ByteRange of(String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header);
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      // several ranges as well: whoever asks for them must be able to take the whole
      return null;
    }
    if (range.group(1).isEmpty()) {
      long count = Math.min(Long.parseLong(range.group(2)), size);
      return count == 0 ? NOWHERE : new ByteRange(size - count, size - 1);
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (!range.group(2).isEmpty() && last < first) {
      return null;
    }
    return first >= size ? NOWHERE : new ByteRange(first, Math.min(last, size - 1));
  }

  /** How many bytes it has. */
  long length() {
    return last - first + 1;
  }
}
