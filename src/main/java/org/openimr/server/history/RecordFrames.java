package org.openimr.server.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cuts a file into the lines of one row each: lines belong together until all quotation marks are
 * closed. If one never is, the row ends before the next line that begins as a row does, so that a
 * wrong row takes no other with it. No more than a row's worth of text is held.
 */
final class RecordFrames {

  private static final int MOST_LINES = 2_000;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final BufferedReader text;
  private final Deque<Line> ahead = new ArrayDeque<>();
  private Predicate<String> begins = line -> false;
  private long number;

  RecordFrames(BufferedReader text) {
    this.text = text;
  }

  /** Says how lines begin that begin a row. */
  void begin(Predicate<String> how) {
    this.begins = how;
  }

  private record Line(long number, String text, boolean odd, boolean cut) {}

  /**
   * The lines of one row.
   *
   * @param lines the lines
   * @param closed whether all quotation marks are closed
   */
  record Frame(List<Line> lines, boolean closed) {

    long line() {
      return lines.get(0).number();
    }

    long lastLine() {
      return lines.get(lines.size() - 1).number();
    }

    /** Whether a line of it was longer than any row may be. */
    boolean cut() {
      return lines.stream().anyMatch(Line::cut);
    }

    String text() {
      return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }
  }

  /** The next row; null at the end of the file. */
  Frame next() throws IOException {
    Line first = take();
    while (first != null && first.text().isBlank()) {
      first = take();
    }
    if (first == null) {
      return null;
    }
    List<Line> lines = new ArrayList<>(List.of(first));
    boolean open = first.odd();
    int length = first.text().length();
    while (open && lines.size() < MOST_LINES && length < MOST_CHARACTERS) {
      Line more = take();
      if (more == null) {
        break;
      }
      lines.add(more);
      length += more.text().length();
      open ^= more.odd();
    }
    return open ? shortened(new Frame(lines, false)) : new Frame(lines, true);
  }

  /**
   * Ends a frame that is no row before the next line that begins as a row does; what follows is
   * read again.
   */
  Frame shortened(Frame frame) {
    List<Line> lines = frame.lines();
    for (int i = 1; i < lines.size(); i++) {
      if (begins.test(lines.get(i).text())) {
        for (int j = lines.size() - 1; j >= i; j--) {
          ahead.addFirst(lines.get(j));
        }
        return new Frame(lines.subList(0, i), false);
      }
    }
    return frame;
  }

  private Line take() throws IOException {
    return ahead.isEmpty() ? read() : ahead.removeFirst();
  }

  private Line read() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean odd = false;
    boolean cut = false;
    int character = text.read();
    if (character < 0) {
      return null;
    }
    while (character >= 0 && character != '\n' && character != '\r') {
      odd ^= character == '"';
      cut |= line.length() == MOST_CHARACTERS;
      if (!cut) {
        line.append((char) character);
      }
      character = text.read();
    }
    if (character == '\r') {
      text.mark(1);
      if (text.read() != '\n') {
        text.reset();
      }
    }
    number++;
    return new Line(number, line.toString(), odd, cut);
  }
}
