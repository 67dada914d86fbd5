package org.openimr.server.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openimr.core.history.DecisionForm;

/** Makes files of made-up decisions in the department's public format, with wrong rows in them. */
public final class SyntheticDecisions {

  private static final List<String> DIAGNOSES =
      List.of("Cancer", "Mental Disorder", "Orth/Musculoskeletal", "CNS/ Neuromusc Dis");
  private static final List<String> TREATMENTS =
      List.of("Cancer Care", "Mental Health", "Treatment Named in 2026", "Orthopedic Proc");
  private static final List<String> TYPES =
      List.of("Medical Necessity", "Experimental/Investigational", "Urgent Care");
  private static final List<String> PREFIXES = List.of("MN", "EI", "UR");
  private static final List<String> AGES =
      List.of("0 to 10", "11 to 20", "21 to 30", "31 to 40", "41 to 50", "51 to 64", "65+", "");
  private static final List<String> EARLIER_AGES =
      List.of("0-10", "11_20", "21-30", "31-40", "41-50", "51-64", "65+", "");
  private static final List<String> GENDERS = List.of("Female", "Male", "Other", "");

  private final DecisionForm form;
  private final char separator;
  private final Charset encoding;
  private final boolean mark;

  SyntheticDecisions(DecisionForm form, char separator, Charset encoding, boolean mark) {
    this.form = form;
    this.separator = separator;
    this.encoding = encoding;
    this.mark = mark;
  }

  /** A kind of wrong row: what it changes, and the column that is named for it. */
  enum Kind {
    REFERENCE("ReferenceID", "ReferenceID", "MN-1"),
    YEAR("ReportYear", "ReportYear", "1999"),
    OTHER_YEAR("ReportYear", "ReportYear", "2031"),
    DETERMINATION("Determination", "Determination", "Perhaps"),
    TYPE("Type", "Type", "Dental"),
    AGE("AgeRange", "AgeRange", "12 to 13"),
    GENDER("PatientGender", "PatientGender", "F?"),
    URGENCY("IMRType", "IMRType", "Soon"),
    DAYS("DaysToReview", "DaysToReview", "-3"),
    CONTROL("Findings", "Findings", "a\u0007b"),
    COLUMNS("", "", null),
    QUOTE("", "", null);

    final String column;
    final String named;
    final String value;

    Kind(String column, String named, String value) {
      this.column = column;
      this.named = named;
      this.value = value;
    }
  }

  /** The values of a row by the columns of the current form. */
  static Map<String, String> row(int number, DecisionForm form) {
    Map<String, String> row = new TreeMap<>();
    int type = number % TYPES.size();
    int year = 15 + number % 11;
    row.put("ReferenceID", PREFIXES.get(type) + year + "-" + (10_000 + number));
    row.put("ReportYear", "20" + year);
    row.put("DiagnosisCategory", DIAGNOSES.get(number % 4));
    row.put("DiagnosisSubCategory", number % 5 == 0 ? "" : "Other");
    row.put("TreatmentCategory", TREATMENTS.get(number / 4 % 4));
    row.put("TreatmentSubCategory", "Other");
    row.put(
        "Determination", (number % 10 < 6 ? "Overturned" : "Upheld") + " Decision of Health Plan");
    row.put("Type", TYPES.get(type));
    row.put("AgeRange", (form == DecisionForm.CURRENT ? AGES : EARLIER_AGES).get(number % 8));
    row.put("PatientGender", GENDERS.get(number / 8 % 4));
    row.put("IMRType", number % 7 == 0 ? "Expedited" : "Standard");
    row.put("DaysToReview", String.valueOf(number % 31));
    row.put("DaysToAdopt", number % 9 == 0 ? "" : String.valueOf(number % 4));
    row.put(
        "Findings",
        "Nature of Statutory Criteria/Case Summary: made up, row "
            + number
            + ".\nFindings: a \"na\u00efve\" reader, who reads; on.\n\nFinal Result: none. "
            + "Credentials/Qualifications: nobody's. ".repeat(10));
    return row;
  }

  /** Writes a file; returns the first line of each wrong row with the column that is named. */
  Map<Long, String> write(Path file, int rows, int wrong) throws IOException {
    Map<Long, String> expected = new TreeMap<>();
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    if (form == DecisionForm.EARLIER) {
      kinds.removeAll(List.of(Kind.URGENCY, Kind.DAYS));
    }
    try (BufferedWriter out = Files.newBufferedWriter(file, encoding)) {
      out.write(mark ? "\uFEFF" : "");
      out.write(String.join(String.valueOf(separator), form.columns()) + "\r\n");
      long line = 2;
      int made = 0;
      for (int number = 0; number < rows; number++) {
        boolean faulty = made < wrong && number % Math.max(1, rows / wrong) == 1;
        Kind kind = faulty ? kinds.get(made++ % kinds.size()) : null;
        if (faulty) {
          expected.put(line, kind.named);
        }
        String text = text(row(number, form), kind);
        out.write(text + "\r\n");
        line += 1 + text.chars().filter(each -> each == '\n').count();
      }
    } catch (UncheckedIOException full) {
      throw full.getCause();
    }
    return expected;
  }

  private String text(Map<String, String> row, Kind kind) {
    if (kind != null && kind.value != null) {
      row.put(kind.column, kind.value);
    }
    List<String> columns = DecisionForm.CURRENT.columns();
    String text =
        columns.stream()
            .filter(
                each ->
                    form == DecisionForm.CURRENT
                        || !List.of("IMRType", "DaysToReview", "DaysToAdopt").contains(each))
            .limit(kind == Kind.COLUMNS ? 5 : columns.size())
            .map(each -> quoted(row.get(each)))
            .collect(Collectors.joining(String.valueOf(separator)));
    return kind == Kind.QUOTE ? text.substring(0, text.length() - 1) : text;
  }

  private String quoted(String value) {
    return value.chars().anyMatch(each -> "\"\n".indexOf(each) >= 0 || each == separator)
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }

  /**
   * Writes the department's file as it might be today.
   *
   * @return the first line of each wrong row with the column that is named
   */
  public static Map<Long, String> file(Path file, int rows, int wrong) throws IOException {
    return new SyntheticDecisions(DecisionForm.CURRENT, ',', StandardCharsets.UTF_8, true)
        .write(file, rows, wrong);
  }

  /** Writes a file: {@code FILE ROWS WRONG}. */
  public static void main(String[] arguments) throws IOException {
    file(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }
}
