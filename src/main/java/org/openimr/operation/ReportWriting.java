package org.openimr.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.openimr.core.report.RowsAlike;
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
   * @param out where they are written to
   * @throws IOException if that does not take them
   */
  public static void write(PublicRows rows, ReportQuestion asked, Writer out) throws IOException {
    PublicRows.Selection selection =
        new PublicRows.Selection(asked.policy(), asked.from(), asked.to());
    RowsAlike alike = new RowsAlike();
    if (asked.format().counts()) {
      rows.each(
          selection,
          each -> {
            if (each.row() != null) {
              alike.add(each.row());
            }
          });
    }
    RowWriter writer = asked.format().writer(out, alike);
    writer.begin();
    try {
      rows.each(
          selection,
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
