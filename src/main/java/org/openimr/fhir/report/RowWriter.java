package org.openimr.fhir.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.report.PublicRowReader.Outcome;

/**
 * Writes public rows one by one. CSV is as in RFC 4180, in UTF-8, with lines that end in CR LF.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public abstract class RowWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private final Writer out;
  private final CsvLines lines;
  private final Disclosure disclosure;

  private RowWriter(Writer out, Disclosure disclosure) {
    this.out = out;
    this.disclosure = disclosure;
    this.lines = CsvLines.guarded(out);
  }

  /** Writes what stands before all rows. */
  public abstract void begin() throws IOException;

  /**
   * Writes the row of a case, or what takes its place.
   *
   * @param outcome what was made of the case
   */
  public void write(Outcome outcome) throws IOException {
    write(disclosure.of(outcome));
  }

  abstract void write(GivenRow given) throws IOException;

  /** The current form, in CSV. */
  static RowWriter csv(Writer out, Disclosure disclosure) {
    return new RowWriter(out, disclosure) {
      @Override
      public void begin() throws IOException {
        line(PublicRow.COLUMNS);
      }

      @Override
      void write(GivenRow given) throws IOException {
        if (given.row() != null) {
          line(given.row().values());
        }
      }
    };
  }

  /** The earlier form, in CSV. */
  static RowWriter earlierCsv(Writer out, Disclosure disclosure) {
    return new RowWriter(out, disclosure) {
      @Override
      public void begin() throws IOException {
        line(PublicRow.EARLIER_COLUMNS);
      }

      @Override
      void write(GivenRow given) throws IOException {
        if (given.row() != null) {
          line(given.row().earlierValues());
        }
      }
    };
  }

  /** The current form, one JSON object a line. */
  static RowWriter ndjson(Writer out, Disclosure disclosure) {
    return new RowWriter(out, disclosure) {
      @Override
      public void begin() {
        // every line stands for itself
      }

      @Override
      void write(GivenRow given) throws IOException {
        if (given.row() != null) {
          json(given.row());
        }
      }
    };
  }

  /** What was taken out of each case, which are not given or coarser, how many are like it. */
  static RowWriter removals(Writer out, Disclosure disclosure) {
    return new RowWriter(out, disclosure) {
      @Override
      public void begin() throws IOException {
        line(List.of("ReferenceID", "Row", "Removed", "Reasons", "Alike"));
      }

      @Override
      void write(GivenRow given) throws IOException {
        StringBuilder removed = new StringBuilder();
        for (Map.Entry<String, Integer> each :
            new TreeMap<>(given.outcome().removed()).entrySet()) {
          removed.append(removed.length() == 0 ? "" : "; ");
          removed.append(each.getKey()).append(": ").append(each.getValue());
        }
        line(
            List.of(
                given.outcome().reference(),
                given.state(),
                removed.toString(),
                String.join("; ", given.reasons()),
                given.outcome().row() == null ? "" : String.valueOf(given.alike())));
      }
    };
  }

  void line(List<String> values) throws IOException {
    lines.write(values);
  }

  void json(PublicRow row) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (int i = 0; i < PublicRow.COLUMNS.size(); i++) {
        String name = PublicRow.COLUMNS.get(i);
        String value = row.values().get(i);
        if (!value.isEmpty() && (name.startsWith("Days") || name.equals("ReportYear"))) {
          json.writeNumberField(name, Integer.parseInt(value));
        } else if (!value.isEmpty()) {
          json.writeStringField(name, value);
        } else {
          json.writeNullField(name);
        }
      }
      json.writeEndObject();
    }
    out.append(line.toString()).append('\n');
  }
}
