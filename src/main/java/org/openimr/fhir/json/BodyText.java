package org.openimr.fhir.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A long text of JSON that stays where it was sent. */
public final class BodyText extends LongText {

  private static final long serialVersionUID = 1L;

  private final byte[] body;
  private final int offset;
  private final int length;

  /**
   * Names the text.
   *
   * @param body what was sent, which must not be changed
   * @param offset the first character after the quote
   * @param length how many characters
   */
  BodyText(byte[] body, int offset, int length) {
    this.body = body;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public void to(ByteSink sink) {
    sink.take(body, offset, length);
  }

  /** How many characters it has. */
  public int length() {
    return length;
  }

  /**
   * Copies some of the characters.
   *
   * @param from the first of them
   * @param to where they go, from its beginning
   * @return how many there were
   */
  public int copy(int from, byte[] to) {
    int count = Math.min(to.length, length - from);
    System.arraycopy(body, offset + from, to, 0, count);
    return count;
  }

  /** How many equals signs stand at the end, two at most. */
  int padding() {
    int count = 0;
    while (count < 2 && count < length && body[offset + length - 1 - count] == '=') {
      count++;
    }
    return count;
  }

  /** Whether the first characters are of some alphabet. */
  boolean consistsOf(boolean[] alphabet, int first) {
    for (int i = offset; i < offset + first; i++) {
      if (!alphabet[body[i]]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String asText() {
    return new String(body, offset, length, StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyText text
        && Arrays.equals(
            body, offset, offset + length, text.body, text.offset, text.offset + text.length);
  }
}
