package org.openimr.server.history;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openimr.core.history.DecisionColumns;
import org.openimr.core.history.DecisionReader;
import org.openimr.core.history.RowFault;

/**
 * A file of decisions in the department's public format, read row by row. Values are separated by
 * commas, semicolons or tabs, as its first row shows.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class DecisionFile implements Closeable {

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');
  private static final Pattern REFERENCE =
      Pattern.compile("\\s*\"?(?:MN|EI|UR)\\d{2}-\\d+\"?\\s*[,;\\t].*");

  private final BufferedReader text;
  private final RecordFrames frames;
  private final DecisionReader reader;
  private final CSVFormat format;
  private final DecisionColumns columns;

  /**
   * A row of the file.
   *
   * @param line the line where it begins, from 1
   * @param lastLine the line where it ends
   * @param outcome what came of it
   */
  record Row(long line, long lastLine, DecisionReader.Outcome outcome) {}

  private DecisionFile(
      BufferedReader text,
      RecordFrames frames,
      DecisionReader reader,
      char separator,
      DecisionColumns columns) {
    this.text = text;
    this.frames = frames;
    this.reader = reader;
    this.format = format(separator);
    this.columns = columns;
  }

  /**
   * Opens a file.
   *
   * @throws UnusableDecisionFileException if its first row is of neither form
   */
  static DecisionFile open(FileText file, DecisionReader reader) throws IOException {
    BufferedReader text = file.open();
    try {
      RecordFrames frames = new RecordFrames(text);
      RecordFrames.Frame first = frames.next();
      List<RowFault> least = List.of(new RowFault("", "an empty file", "a row of column names"));
      for (char separator : first == null ? List.<Character>of() : SEPARATORS) {
        List<String> names = values(first, format(separator));
        DecisionColumns columns = names == null ? null : DecisionColumns.of(names);
        if (columns != null) {
          if (columns.referenceFirst()) {
            frames.begin(line -> REFERENCE.matcher(line).matches());
          }
          return new DecisionFile(text, frames, reader, separator, columns);
        }
        List<RowFault> faults = names == null ? least : DecisionColumns.faults(names);
        least = separator == ',' || faults.size() < least.size() ? faults : least;
      }
      throw new UnusableDecisionFileException(least);
    } catch (IOException | RuntimeException failed) {
      text.close();
      throw failed;
    }
  }

  /** The columns of the file. */
  DecisionColumns columns() {
    return columns;
  }

  /** The next row; null at the end of the file. */
  Row next() throws IOException {
    RecordFrames.Frame frame = frames.next();
    if (frame == null) {
      return null;
    }
    List<String> values = frame.closed() && !frame.cut() ? values(frame, format) : null;
    if (values != null && values.size() == columns.size()) {
      return row(frame, reader.read(columns, values));
    }
    if (frame.closed()) {
      frame = frames.shortened(frame);
    }
    RowFault fault =
        frame.cut()
            ? new RowFault("", "a longer line than a row may be", "at most a million characters")
            : values == null
                ? new RowFault(
                    "",
                    "a quotation mark that is not closed, or within a value",
                    "values with quotation marks, commas or line ends in \"…\", each \" in them twice")
                : new RowFault("", values.size() + " values", columns.size() + ", one a column");
    return row(frame, new DecisionReader.Outcome(null, List.of(fault)));
  }

  private static Row row(RecordFrames.Frame frame, DecisionReader.Outcome outcome) {
    return new Row(frame.line(), frame.lastLine(), outcome);
  }

  private static CSVFormat format(char separator) {
    return CSVFormat.RFC4180.builder().setDelimiter(separator).build();
  }

  /** The values of a row; null if its quotation marks are wrong. */
  private static List<String> values(RecordFrames.Frame frame, CSVFormat format) {
    try (CSVParser parser = CSVParser.parse(frame.text(), format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : null;
    } catch (IOException | UncheckedIOException wrong) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
