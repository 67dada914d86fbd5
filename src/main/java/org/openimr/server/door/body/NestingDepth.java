package org.openimr.server.door.body;

/**
 * Counts how deeply a JSON or XML text nests, byte by byte as it passes, and sees numbers that are
 * too long to be written out.
 *
 * <p>It does not parse: an ill-formed text gets a count too, and is refused by the parser later.
 * The first byte that is not white space tells XML from JSON, and both from what has no depth.
 */
final class NestingDepth {

  private static final int LONGEST_NUMBER = 100;
  private static final int MOST_EXPONENT_DIGITS = 3;

  private int depth;
  private int deepest;
  private boolean begun;
  private boolean xml;
  private boolean json;
  private boolean inString;
  private int numberLength;
  private int exponentDigits;
  private boolean exponent;
  private boolean endless;
  private boolean escaped;
  private byte previous;

  /** The deepest nesting seen once these bytes have passed. */
  int after(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte next = bytes[i];
      if (!begun && next > ' ') {
        begun = true;
        xml = next == '<';
        json = next == '{' || next == '[';
      }
      if (xml) {
        passXml(next);
      } else if (json) {
        passJson(next);
      }
      passNumber(next);
      previous = next;
    }
    return deepest;
  }

  /** Whether a number was seen that would fill the memory if it were written out. */
  boolean endlessNumber() {
    return endless;
  }

  /**
   * In XML, forms and other bodies text may look like a number; the values of XML are looked at
   * once they are parsed.
   */
  private void passNumber(byte next) {
    boolean digit = next >= '0' && next <= '9';
    if (!json || inString) {
      reset();
    } else if (digit || next == '.' || next == '-' || next == '+') {
      numberLength++;
      exponentDigits += exponent && digit ? 1 : 0;
      endless |= exponentDigits > MOST_EXPONENT_DIGITS || numberLength > LONGEST_NUMBER;
    } else if ((next == 'e' || next == 'E') && numberLength > 0 && !exponent) {
      exponent = true;
    } else {
      reset();
    }
  }

  private void reset() {
    numberLength = 0;
    exponentDigits = 0;
    exponent = false;
  }

  private void passJson(byte next) {
    if (inString) {
      inString = escaped || next != '"';
      escaped = !escaped && next == '\\';
    } else if (next == '"') {
      inString = true;
    } else if (next == '{' || next == '[') {
      open();
    } else if (next == '}' || next == ']') {
      depth--;
    }
  }

  private void passXml(byte next) {
    if (previous == '<' && next == '/' || previous == '/' && next == '>') {
      depth--;
    } else if (previous == '<' && next != '!' && next != '?') {
      open();
    }
  }

  private void open() {
    depth++;
    deepest = Math.max(deepest, depth);
  }
}
