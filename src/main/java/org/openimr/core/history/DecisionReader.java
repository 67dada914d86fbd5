package org.openimr.core.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.report.PublicRow;

/** Reads rows of the public file: each is a decision, or all that is wrong with it. */
public final class DecisionReader {

  private static final Pattern REFERENCE = Pattern.compile("(MN|EI|UR)\\d{2}-\\d{1,12}");
  private static final Pattern YEAR = Pattern.compile("20\\d{2}");
  private static final Pattern DAYS = Pattern.compile("\\d{1,5}");
  private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]|\\uFFFD");
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_FINDINGS = 100_000;

  private final Said determinations;
  private final Said types;
  private final Said urgencies;
  private final Said genders;
  private final Said ages;

  /** The codes by how the file writes them, and all of these for people. */
  private record Said(Map<String, String> codes, String expected) {}

  /**
   * Makes a reader.
   *
   * @param format how the file says things
   */
  public DecisionReader(PublicFormat format) {
    this.determinations = said(format.determinations());
    this.types = said(format.types());
    this.urgencies = said(format.urgencies());
    this.genders = said(format.genders());
    Map<String, String> bands = new TreeMap<>();
    for (PublicFormat.Band band : format.ages()) {
      bands.put(plain(band.said()), band.said());
      bands.put(plain(band.earlier()), band.said());
    }
    this.ages = new Said(bands, all(format.ages().stream().map(PublicFormat.Band::said).toList()));
  }

  /**
   * What came of a row.
   *
   * @param decision the decision, or null
   * @param faults what is wrong; empty if there is a decision
   */
  public record Outcome(HistoricalDecision decision, List<RowFault> faults) {

    /** Keeps its own copy. */
    public Outcome {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Reads a row.
   *
   * @param columns which column holds what
   * @param values its values, as many as there are columns
   * @return the decision, or all that is wrong
   */
  public Outcome read(DecisionColumns columns, List<String> values) {
    Row row = new Row(columns, values);
    String reference = row.matching("ReferenceID", REFERENCE, "a reference such as MN25-12345");
    String year = row.matching("ReportYear", YEAR, "a year such as 2025");
    if (!reference.isEmpty() && !year.isEmpty() && !reference.startsWith(year.substring(2), 2)) {
      row.fault("ReportYear", year, "20" + reference.substring(2, 4) + ", as the reference says");
    }
    PublicRow.Category category =
        new PublicRow.Category(
            row.name("DiagnosisCategory"),
            row.name("DiagnosisSubCategory"),
            row.name("TreatmentCategory"),
            row.name("TreatmentSubCategory"));
    String determination = row.coded("Determination", determinations, false);
    String type = row.coded("Type", types, false);
    String age = row.coded("AgeRange", ages, true);
    String gender = row.coded("PatientGender", genders, true);
    boolean current = columns.form() == DecisionForm.CURRENT;
    String urgency = current ? row.coded("IMRType", urgencies, true) : "";
    int review = current ? row.days("DaysToReview") : -1;
    int adopt = current ? row.days("DaysToAdopt") : -1;
    String findings = row.text("Findings", LONGEST_FINDINGS);
    return row.faults.isEmpty()
        ? new Outcome(
            new HistoricalDecision(
                reference,
                Integer.parseInt(year),
                category,
                !determination.equals("upheld"),
                type,
                age,
                gender,
                urgency,
                review,
                adopt,
                findings,
                columns.form()),
            List.of())
        : new Outcome(null, row.faults);
  }

  private static Said said(Map<String, String> texts) {
    Map<String, String> codes = new TreeMap<>();
    new TreeMap<>(texts).forEach((code, text) -> codes.putIfAbsent(plain(text), code));
    return new Said(codes, all(new TreeSet<>(texts.values())));
  }

  private static String all(Collection<String> texts) {
    return "one of: " + String.join("; ", texts);
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  /** A row that is being read, with what was found wrong so far. */
  private static final class Row {

    private final DecisionColumns columns;
    private final List<String> values;
    private final List<RowFault> faults = new ArrayList<>();

    Row(DecisionColumns columns, List<String> values) {
      this.columns = columns;
      this.values = values;
    }

    void fault(String column, String found, String expected) {
      faults.add(new RowFault(column, found.isEmpty() ? "nothing" : found, expected));
    }

    private String value(String column) {
      return columns.value(column, values).strip();
    }

    String matching(String column, Pattern pattern, String expected) {
      String value = value(column);
      if (pattern.matcher(value).matches()) {
        return value;
      }
      fault(column, value, expected);
      return "";
    }

    String coded(String column, Said known, boolean mayLack) {
      String value = value(column);
      String code = known.codes().get(plain(value));
      if (code != null || (mayLack && value.isEmpty())) {
        return code == null ? "" : code;
      }
      fault(column, value, known.expected());
      return "";
    }

    int days(String column) {
      String value = value(column);
      if (value.isEmpty()) {
        return -1;
      }
      return matching(column, DAYS, "a whole number of days").isEmpty()
          ? -1
          : Integer.parseInt(value);
    }

    String name(String column) {
      return text(column, LONGEST_NAME).replaceAll("\\s+", " ");
    }

    String text(String column, int longest) {
      String value = value(column);
      if (value.length() > longest) {
        fault(column, value.length() + " characters", "at most " + longest);
      } else if (UNREADABLE.matcher(value).find()) {
        fault(
            column,
            "a character that cannot be read, in " + value.length() + " characters",
            "text in the encoding of the file");
      }
      return value;
    }
  }
}
