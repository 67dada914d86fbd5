package org.openimr.server.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in plain text whose last column wraps, so that no line is longer than the page. */
final class TextTable {

  static final int PAGE = 100;
  private static final String GAP = "  ";

  private final String[] heads;
  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... heads) {
    this.heads = heads;
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /** The lines of the table: heads, a rule, rows. */
  List<String> lines() {
    int[] widths = new int[heads.length];
    measure(heads, widths);
    rows.forEach(row -> measure(row, widths));
    int left = Arrays.stream(widths, 0, heads.length - 1).map(width -> width + GAP.length()).sum();
    List<String> lines = new ArrayList<>();
    write(heads, widths, left, lines);
    lines.add("-".repeat(PAGE));
    rows.forEach(row -> write(row, widths, left, lines));
    return lines;
  }

  private static void measure(String[] cells, int[] widths) {
    for (int column = 0; column < cells.length; column++) {
      widths[column] = Math.max(widths[column], cells[column].length());
    }
  }

  private static void write(String[] cells, int[] widths, int left, List<String> lines) {
    StringBuilder start = new StringBuilder();
    int last = cells.length - 1;
    for (int column = 0; column < last; column++) {
      start.append(cells[column]).append(" ".repeat(widths[column] - cells[column].length()));
      start.append(GAP);
    }
    for (String part : wrapped(cells[last], PAGE - left)) {
      lines.add((start + part).stripTrailing());
      start.setLength(0);
      start.append(" ".repeat(left));
    }
  }

  /** Breaks a text at spaces; a longer word stays whole. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
