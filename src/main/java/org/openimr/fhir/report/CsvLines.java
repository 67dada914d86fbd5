package org.openimr.fhir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes lines of CSV as in RFC 4180, which end in CR LF.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class CsvLines {

  private static final String END = "\r\n";
  private static final String FORMULA = "=+-@\t\r";

  private final Writer out;

  private CsvLines(Writer out) {
    this.out = out;
  }

  /**
   * For tables that people open in spreadsheets: a value that a spreadsheet would take for a
   * formula gets an apostrophe before it.
   *
   * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
   */
  public static CsvLines guarded(Writer out) {
    return new CsvLines(out);
  }

  /** Writes a line. */
  public void write(List<String> values) throws IOException {
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
      out.append(i == 0 ? "" : ",").append(quoted(formula ? "'" + value : value));
    }
    out.append(END);
  }

  private static String quoted(String value) {
    boolean plain = true;
    for (int i = 0; i < value.length() && plain; i++) {
      plain = ",\"\r\n".indexOf(value.charAt(i)) < 0;
    }
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
