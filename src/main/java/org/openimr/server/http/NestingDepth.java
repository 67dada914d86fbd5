package org.openimr.server.http;

/**
 * Counts how deeply a JSON or XML text nests, byte by byte as it passes.
 *
 * <p>It does not parse: an ill-formed text gets a count too, and is refused by the parser later.
 * The first byte that is not white space tells XML from JSON.
 */
final class NestingDepth {

  private int depth;
  private int deepest;
  private boolean begun;
  private boolean xml;
  private boolean inString;
  private boolean escaped;
  private byte previous;

  /** The deepest nesting seen once these bytes have passed. */
  int after(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte next = bytes[i];
      if (!begun && next > ' ') {
        begun = true;
        xml = next == '<';
      }
      if (xml) {
        passXml(next);
      } else {
        passJson(next);
      }
      previous = next;
    }
    return deepest;
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
