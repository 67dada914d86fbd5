package org.openimr.operation.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.ReportQuestion;
import org.openimr.fhir.report.RowWriter;

/** Writes public rows in the form that is asked for, one after another. */
public final class ReportWriting {

  private ReportWriting() {}

  /**
   * Writes them.
   *
   * @param rows the rows, made up to date before
   * @param asked which, and in which form
   * @param disclosure how much of each is given
   * @param out where they are written to
   * @throws IOException if that does not take them
   */
  public static void write(PublicRows rows, ReportQuestion asked, Disclosure disclosure, Writer out)
      throws IOException {
    RowWriter writer = asked.format().writer(out, disclosure);
    writer.begin();
    try {
      rows.each(
          PublicRows.Selection.of(asked),
          each -> {
            try {
              writer.write(each);
            } catch (IOException gone) {
              throw new UncheckedIOException(gone);
            }
          });
    } catch (UncheckedIOException gone) {
      // nobody listens any more, or the disk is full
      throw gone.getCause();
    }
  }
}
