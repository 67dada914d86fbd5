package org.openimr.fhir.secondlook;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads what is wanted of second ratings, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/second-look.md">second-look</a>
 */
public final class SecondLookReader {

  private static final Pattern PERSON = Pattern.compile("[\\x21-\\x7E&&[^|]]{1,100}");
  private static final Pattern ROLE = Pattern.compile("PractitionerRole/[A-Za-z0-9.-]{1,64}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final Problems problems = new Problems();
  private final Map<String, Part> parts = new HashMap<>();

  private SecondLookReader(Parameters parameters, Set<String> names) {
    SeenNames.take(parameters, names, Set.of(), problems, part -> parts.put(part.label(), part));
  }

  /**
   * Reads whose cases are to be rated.
   *
   * @param parameters the parameters as sent
   * @param vocabulary the codes of audited kinds
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static SecondLookQuestion drawn(Parameters parameters, Vocabulary vocabulary) {
    SecondLookReader reader = new SecondLookReader(parameters, Set.of("reviewer", "year", "kind"));
    for (String each : Set.of("reviewer", "year", "kind")) {
      if (!reader.parts.containsKey(each)) {
        reader.problems.malformed(
            "required", "Parameters", "There is no parameter " + each + ", which is needed.");
      }
    }
    String reviewer = reader.reviewer();
    int year = reader.year();
    String kind = reader.kind(vocabulary);
    reader.problems.report();
    return new SecondLookQuestion(reviewer, year, kind);
  }

  /**
   * Reads what a second rater wants.
   *
   * @param parameters the parameters as sent
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static RatingQuestion rated(Parameters parameters) {
    SecondLookReader reader = new SecondLookReader(parameters, Set.of("secondLook", "rating"));
    String id = reader.text("secondLook", "string", ID, "an id");
    String rating = reader.text("rating", "code", ID, "a code");
    if (rating != null && !reader.parts.containsKey("secondLook")) {
      reader.problems.malformed(
          "required", "Parameters", "A rating needs the parameter secondLook.");
    }
    reader.problems.report();
    return new RatingQuestion(id, rating);
  }

  private String reviewer() {
    Part part = parts.get("reviewer");
    if (part == null) {
      return null;
    }
    Type value = part.value("string", "Reference");
    String text =
        value instanceof Reference reference
            ? reference.getReference()
            : value == null ? null : value.primitiveValue();
    Pattern pattern = value instanceof Reference ? ROLE : PERSON;
    if (value != null && (text == null || !pattern.matcher(text).matches())) {
      problems.unacceptable(
          "value",
          part.path() + ".value",
          "reviewer must be a name of the own organization, or a reference such as"
              + " PractitionerRole/1.");
    }
    return text;
  }

  private int year() {
    Part part = parts.get("year");
    if (part == null || !(part.value("integer") instanceof IntegerType year)) {
      return 0;
    }
    if (year.getValue() < 2000 || year.getValue() > 2200) {
      problems.unacceptable("value", part.path() + ".value", "year must be a year such as 2026.");
    }
    return year.getValue();
  }

  private String kind(Vocabulary vocabulary) {
    Part part = parts.get("kind");
    String code = part == null ? null : part.text("code");
    Set<String> codes = vocabulary.codes("imr-audited-kind");
    if (code != null && !codes.contains(code)) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no kind "
              + Part.said(code)
              + "; the CodeSystem imr-audited-kind has "
              + Vocabulary.listed(codes)
              + ".");
    }
    return code;
  }

  private String text(String name, String type, Pattern pattern, String expected) {
    Part part = parts.get(name);
    String text = part == null ? null : part.text(type);
    if (text != null && !pattern.matcher(text).matches()) {
      problems.unacceptable("value", part.path() + ".value", name + " must be " + expected + ".");
    }
    return text;
  }
}
