package org.openimr.fhir.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.openimr.core.report.Findings;
import org.openimr.core.report.FreeText;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.report.PublicRow;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.sensitivity.MemberAge;

/**
 * Makes the public row of a decided case, or says why there is none. It may be used by many
 * threads.
 *
 * @see <a href="../../../../../../../docs/operations/regulator-report.md">regulator-report</a>
 */
public final class PublicRowReader {

  private static final String REFERENCES = "https://openimr.org/fhir/sid/department-reference";
  private static final Pattern REFERENCE = Pattern.compile("(MN|EI|UR)\\d{2}-\\d+");
  private static final int LETTERS = 2;
  private static final int YEAR_ENDS = 4;

  private final PublicFormat format;
  private final Set<String> words;

  /**
   * Makes a reader.
   *
   * @param format how the file says things
   * @param words words that name nobody
   */
  public PublicRowReader(PublicFormat format, Set<String> words) {
    this.format = format;
    this.words = Set.copyOf(words);
  }

  /**
   * What came of it.
   *
   * @param reference the reference of the department, or empty
   * @param row the row, or null
   * @param refused why there is no row; empty if there is one
   * @param removed how often something of a kind was taken out of the free text
   */
  public record Outcome(
      String reference, PublicRow row, List<String> refused, Map<String, Integer> removed) {

    /** Keeps its own copies. */
    public Outcome {
      refused = List.copyOf(refused);
      removed = Map.copyOf(removed);
    }
  }

  /**
   * Says when a case was decided, in the local days of its policy.
   *
   * @param situation the case
   * @return the day; null if it is not decided
   */
  public static LocalDate decided(Situation situation) {
    return last(situation, "decision-issued");
  }

  /**
   * Makes the row of a decided case.
   *
   * @param file its resources
   * @param situation what happened in it
   * @return the row, or why there is none
   */
  public Outcome read(CaseFile file, Situation situation) {
    String reference =
        file.task().getIdentifier().stream()
            .filter(each -> REFERENCES.equals(each.getSystem()))
            .map(Identifier::getValue)
            .filter(each -> each != null && REFERENCE.matcher(each).matches())
            .findFirst()
            .orElse("");
    String type = fact(situation, "review-type");
    String outcome = fact(situation, "outcome");
    List<String> refused = new ArrayList<>();
    if (reference.isEmpty()) {
      refused.add("the case has no reference of the department");
    } else if (!reference.substring(0, LETTERS).equals(format.prefixes().get(type))) {
      refused.add("the reference does not begin as its type of review does");
    }
    if (!format.determinations().containsKey(outcome)) {
      refused.add("the outcome is not known");
    }
    if (!refused.isEmpty()) {
      return new Outcome(reference, null, refused, Map.of());
    }
    PublicCodes codes = PublicCodes.of(file);
    PublicRow.Category category = format.current().of(codes.diagnosis(), codes.treatment());
    PublicFormat.Band age = age(file, situation);
    ToldReasons told = ToldReasons.of(file);
    FreeText free = new FreeText(words, TellingWords.of(file));
    FreeText.Cleaned reasons = free.clean(told.reasons());
    FreeText.Cleaned who = free.clean(told.qualifications());
    PublicRow row =
        new PublicRow(
            reference,
            "20" + reference.substring(LETTERS, YEAR_ENDS),
            category,
            format.determinations().get(outcome),
            format.types().get(type),
            age.said(),
            gender(file),
            format.urgencies().getOrDefault(fact(situation, "urgency"), ""),
            days(last(situation, "records-received"), made(situation)),
            days(received(situation), decided(situation)),
            findings(outcome, reasons.text(), who.text())
                .about(format, category, format.types().get(type)),
            new PublicRow.Earlier(
                format.earlier().of(codes.diagnosis(), codes.treatment()), age.earlier()),
            outcome);
    Map<String, Integer> removed = new TreeMap<>(reasons.removed());
    who.removed().forEach((kind, times) -> removed.merge(kind, times, Integer::sum));
    reasons.doubts().forEach(each -> refused.add("reasons: " + each));
    who.doubts().forEach(each -> refused.add("qualifications: " + each));
    return new Outcome(reference, refused.isEmpty() ? row : null, refused, removed);
  }

  private Findings findings(String outcome, String reasons, String who) {
    return new Findings(
        reasons.isEmpty() ? format.sentences().noReasons() : reasons,
        who.isEmpty() ? format.sentences().noQualifications() : who,
        format.finals().get(outcome));
  }

  private PublicFormat.Band age(CaseFile file, Situation situation) {
    LocalDate applied = first(situation, "application-received");
    MemberAge age = MemberAge.of(patient(file), applied == null ? decided(situation) : applied);
    return format.band(age.youngest(), age.oldest());
  }

  private String gender(CaseFile file) {
    Patient patient = patient(file);
    return patient == null || !patient.hasGender()
        ? ""
        : format.genders().getOrDefault(patient.getGender().toCode(), "");
  }

  private static Patient patient(CaseFile file) {
    return file.byReference().get(String.valueOf(file.task().getFor().getReference()))
            instanceof Patient patient
        ? patient
        : null;
  }

  private static LocalDate made(Situation situation) {
    return last(situation, "determination-made");
  }

  /** Where nobody told of the receipt, the determination was received when it was made. */
  private static LocalDate received(Situation situation) {
    LocalDate received = last(situation, "determination-received");
    return received == null ? made(situation) : received;
  }

  private static String days(LocalDate from, LocalDate to) {
    return from == null || to == null || to.isBefore(from)
        ? ""
        : String.valueOf(ChronoUnit.DAYS.between(from, to));
  }

  private static String fact(Situation situation, String name) {
    return situation.facts().value(name) instanceof String code ? code : "";
  }

  private static LocalDate first(Situation situation, String event) {
    Occurrence first = situation.timeline().first(situation.policy().vocabulary().event(event));
    return first == null ? null : first.at().date();
  }

  private static LocalDate last(Situation situation, String event) {
    List<Occurrence> all = situation.timeline().all(situation.policy().vocabulary().event(event));
    return all.isEmpty() ? null : all.get(all.size() - 1).at().date();
  }
}
