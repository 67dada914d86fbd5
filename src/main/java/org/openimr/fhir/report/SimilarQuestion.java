package org.openimr.fhir.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openimr.core.history.Likeness;
import org.openimr.core.report.CategoryEdition;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.report.PublicRow;
import org.openimr.core.reviewer.DisputedCode;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Which decisions of former years are looked for.
 *
 * @param alike what they have in common
 * @param count how many are shown
 * @param remarks what could not be looked for, and why
 */
public record SimilarQuestion(Likeness alike, int count, List<String> remarks) {

  private static final int SHOWN = 10;
  private static final int MOST_SHOWN = 50;
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2999;
  private static final List<String> OF_CASE = List.of("period", "_count");
  private static final List<String> ONCE =
      List.of("condition", "service", "type", "period", "_count");
  private static final List<String> NAMES =
      List.of(
          "diagnosisCategory", "diagnosisSubCategory", "treatmentCategory", "treatmentSubCategory");

  private static final List<String> LIKE =
      Stream.concat(Stream.of("condition", "service", "type"), NAMES.stream()).toList();

  /** Keeps its own copy. */
  public SimilarQuestion {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads a question that names what is looked for.
   *
   * @param given the parameters in the address
   * @param format how the public file says things
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static SimilarQuestion read(Map<String, String[]> given, PublicFormat format) {
    AddressParameters address = new AddressParameters(given, ONCE, NAMES);
    String type = address.text("type");
    if (type != null && !format.types().containsKey(type)) {
      address.refuse(
          "code-invalid",
          "type",
          "The type of review is not known; one of "
              + String.join(", ", new TreeSet<>(format.types().keySet()))
              + " was expected.");
    }
    Set<String> diagnoses = new HashSet<>(address.texts(NAMES.get(0)));
    Set<String> treatments = new HashSet<>(address.texts(NAMES.get(2)));
    code(address, "condition", "diagnosis", format, diagnoses);
    code(address, "service", "procedure", format, treatments);
    int[] years = years(address);
    int count = address.number("_count", 0, MOST_SHOWN, SHOWN);
    if (LIKE.stream().noneMatch(given::containsKey)) {
      // all decisions together are like nothing; a client that lost its parameters would show them
      address.refuse(
          "required",
          "condition",
          "Nothing says what the decisions are to be like; one of "
              + String.join(", ", LIKE)
              + " was expected.");
    }
    address.check();
    return new SimilarQuestion(
        new Likeness(
            diagnoses,
            new HashSet<>(address.texts(NAMES.get(1))),
            treatments,
            new HashSet<>(address.texts(NAMES.get(3))),
            type == null ? "" : type,
            years[0],
            years[1]),
        count,
        List.of());
  }

  /**
   * Reads a question about what is like a case.
   *
   * @param given the parameters in the address
   * @param format how the public file says things
   * @param file the resources of the case
   * @param type its type of review, or empty
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static SimilarQuestion read(
      Map<String, String[]> given, PublicFormat format, CaseFile file, String type) {
    AddressParameters address = new AddressParameters(given, OF_CASE, List.of());
    int[] years = years(address);
    int count = address.number("_count", 0, MOST_SHOWN, SHOWN);
    address.check();
    PublicCodes codes = PublicCodes.of(file);
    Set<String> diagnoses = names(codes.diagnosis(), format, true);
    Set<String> treatments = names(codes.treatment(), format, false);
    List<String> remarks = new ArrayList<>();
    if (diagnoses.isEmpty()) {
      remarks.add("No category has the diagnosis of the case: it is not looked for.");
    }
    if (treatments.isEmpty()) {
      remarks.add("No category has the disputed service of the case: it is not looked for.");
    }
    return new SimilarQuestion(
        new Likeness(diagnoses, Set.of(), treatments, Set.of(), type, years[0], years[1]),
        count,
        remarks);
  }

  private static int[] years(AddressParameters address) {
    LocalDate[] period = address.period("period");
    return period[0] == null
        ? new int[] {FIRST_YEAR, LAST_YEAR}
        : new int[] {period[0].getYear(), period[1].getYear()};
  }

  private static void code(
      AddressParameters address,
      String name,
      String kind,
      PublicFormat format,
      Set<String> categories) {
    String code = address.text(name);
    if (code != null) {
      Set<String> found = names(new DisputedCode(kind, code), format, kind.equals("diagnosis"));
      if (found.isEmpty()) {
        address.refuse(
            "not-found",
            name,
            "No category has that code; a code of ICD-10-CM was expected for condition, of CPT or"
                + " HCPCS for service.");
      }
      categories.addAll(found);
    }
  }

  /** The names that both forms have for a code; none if no category has it. */
  private static Set<String> names(DisputedCode code, PublicFormat format, boolean diagnosis) {
    Set<String> names = new TreeSet<>();
    if (code != null) {
      for (CategoryEdition edition : Arrays.asList(format.current(), format.earlier())) {
        PublicRow.Category found = diagnosis ? edition.of(code, null) : edition.of(null, code);
        String name = diagnosis ? found.diagnosis() : found.treatment();
        if (!name.equals(edition.other())) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
