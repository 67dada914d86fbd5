package org.openimr.fhir.report;

import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** In which form a report is written. */
public enum ReportFormat {
  /** The current form of the public file. */
  CSV("csv", "text/csv", "imr-determinations.csv", RowWriter::csv),
  /** The same, one JSON object a line. */
  NDJSON("ndjson", "application/x-ndjson", "imr-determinations.ndjson", RowWriter::ndjson),
  /** The earlier form of the public file. */
  EARLIER_CSV("legacy-csv", "text/csv", "imr-determinations-earlier.csv", RowWriter::earlierCsv),
  /** What was taken out, which rows are not given or coarser, and which are alone. */
  REMOVALS("removals", "text/csv", "imr-determinations-removals.csv", RowWriter::removals);

  private final String code;
  private final String mediaType;
  private final String file;
  private final BiFunction<Writer, Disclosure, RowWriter> writer;

  ReportFormat(
      String code,
      String mediaType,
      String file,
      BiFunction<Writer, Disclosure, RowWriter> writer) {
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

  /**
   * What writes it.
   *
   * @param out where to
   * @param disclosure how much of each row is given
   */
  public RowWriter writer(Writer out, Disclosure disclosure) {
    return writer.apply(out, disclosure);
  }
}
