package org.openimr.fhir.policy.text.file;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of YAML, written so that a person likes to read them. */
final class YamlLines {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][^#:\\[\\]{}\"\\\\\\r\\n]*");
  private static final int WIDTH = 96;

  private final StringBuilder out = new StringBuilder();
  private int depth;
  private boolean itemStarts;

  private StringBuilder startLine() {
    int indent = depth * 2;
    if (itemStarts) {
      out.append(" ".repeat(indent - 2)).append("- ");
      itemStarts = false;
    } else {
      out.append(" ".repeat(indent));
    }
    return out;
  }

  /** Writes a key with a text; nothing if the text is null. */
  void text(String key, String value) {
    if (value == null) {
      return;
    }
    startLine().append(key).append(':');
    boolean foldable = value.indexOf('\n') < 0 && !value.contains("  ");
    if (value.length() > WIDTH - 2 * depth - key.length() && foldable && value.contains(" ")) {
      out.append(" >-\n");
      fold(value);
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void fold(String value) {
    String indent = "  ".repeat(depth + 1);
    StringBuilder line = new StringBuilder(indent);
    for (String word : value.split(" ")) {
      if (line.length() > indent.length() && line.length() + word.length() >= WIDTH) {
        out.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String scalar(String value) {
    boolean plain = PLAIN.matcher(value).matches() && !value.endsWith(" ");
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  void date(String key, LocalDate value) {
    text(key, value == null ? null : value.toString());
  }

  void flag(String key, boolean value) {
    text(key, value ? "true" : null);
  }

  /** Writes a key with one text or a list of them; nothing if there is none. */
  void texts(String key, List<String> values) {
    if (values.size() == 1) {
      text(key, values.get(0));
    } else if (!values.isEmpty()) {
      startLine().append(key).append(": [");
      out.append(String.join(", ", values.stream().map(YamlLines::scalar).toList())).append("]\n");
    }
  }

  /** Opens a key whose value is a mapping or a list. */
  void open(String key) {
    startLine().append(key).append(":\n");
    depth++;
  }

  /** Begins the next item of a list. */
  void item() {
    depth++;
    itemStarts = true;
  }

  /** Ends an item, or what was opened. */
  void close() {
    depth--;
  }

  void blank() {
    out.append('\n');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
