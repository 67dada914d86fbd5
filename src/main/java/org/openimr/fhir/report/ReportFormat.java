package org.openimr.fhir.report;

import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.openimr.core.report.RowsAlike;

/** In which form a report is written. */
public enum ReportFormat {
  /** The current form of the public file. */
  CSV("csv", "text/csv", "imr-determinations.csv", (out, alike) -> RowWriter.csv(out)),
  /** The same, one JSON object a line. */
  NDJSON(
      "ndjson",
      "application/x-ndjson",
      "imr-determinations.ndjson",
      (out, alike) -> RowWriter.ndjson(out)),
  /** The earlier form of the public file. */
  EARLIER_CSV(
      "legacy-csv",
      "text/csv",
      "imr-determinations-earlier.csv",
      (out, alike) -> RowWriter.earlierCsv(out)),
  /** What was taken out, which rows are not given, and which are alone. */
  REMOVALS("removals", "text/csv", "imr-determinations-removals.csv", RowWriter::removals);

  private final String code;
  private final String mediaType;
  private final String file;
  private final BiFunction<Writer, RowsAlike, RowWriter> writer;

  ReportFormat(
      String code, String mediaType, String file, BiFunction<Writer, RowsAlike, RowWriter> writer) {
    this.code = code;
    this.mediaType = mediaType;
    this.file = file;
    this.writer = writer;
  }

  static Optional<ReportFormat> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
  }

  static List<String> codes() {
    return Arrays.stream(values()).map(each -> each.code).toList();
  }

  /** The media type of what is written. */
  public String mediaType() {
    return mediaType;
  }

  /** A name for a file that holds it. */
  public String file() {
    return file;
  }

  /** Whether it says how many rows are alike, so that they are counted before. */
  public boolean counts() {
    return this == REMOVALS;
  }

  /**
   * What writes it.
   *
   * @param alike the rows that were counted, if they are
   */
  public RowWriter writer(Writer out, RowsAlike alike) {
    return writer.apply(out, alike);
  }
}
