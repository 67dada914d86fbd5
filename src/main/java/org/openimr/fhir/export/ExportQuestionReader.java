package org.openimr.fhir.export;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Reads what is asked of an export, from an address or from Parameters. */
public final class ExportQuestionReader {

  private static final Set<String> FORMATS =
      Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");
  // defined by the specification, and left to servers
  private static final Set<String> OPTIONAL =
      Set.of("_elements", "_typeFilter", "patient", "includeAssociatedData");
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2999;
  private static final int MOST_IGNORED = 20;
  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_-]{0,39}";

  private final Set<String> offered;
  private final boolean lenient;
  private final String root;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> types = new TreeSet<>();
  private final Set<String> ignored = new TreeSet<>();
  private Instant since;
  private Instant until;

  private ExportQuestionReader(Set<String> offered, boolean lenient, String root) {
    this.offered = offered;
    this.lenient = lenient;
    this.root = root;
  }

  /**
   * Reads an address.
   *
   * @param given the parameters in it
   * @param offered the types that can be exported
   * @param lenient whether what is not supported may be ignored
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static ExportQuestion read(
      Map<String, String[]> given, Set<String> offered, boolean lenient) {
    ExportQuestionReader reader = new ExportQuestionReader(offered, lenient, "http.");
    new TreeMap<>(given == null ? Map.of() : given)
        .forEach((name, values) -> reader.take(name, List.of(values), name));
    return reader.question();
  }

  /**
   * Reads Parameters.
   *
   * @param given the Parameters; null for none
   * @param offered the types that can be exported
   * @param lenient whether what is not supported may be ignored
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static ExportQuestion read(Parameters given, Set<String> offered, boolean lenient) {
    ExportQuestionReader reader = new ExportQuestionReader(offered, lenient, "");
    Map<String, List<String>> values = new TreeMap<>();
    Map<String, String> places = new TreeMap<>();
    List<ParametersParameterComponent> sent = given == null ? List.of() : given.getParameter();
    for (int i = 0; i < sent.size(); i++) {
      String name = sent.get(i).hasName() ? sent.get(i).getName() : "?";
      places.putIfAbsent(name, "Parameters.parameter[" + i + "]");
      List<String> all = values.computeIfAbsent(name, each -> new ArrayList<>());
      all.add(sent.get(i).hasValue() ? sent.get(i).getValue().primitiveValue() : null);
    }
    values.forEach((name, all) -> reader.take(name, all, places.get(name)));
    return reader.question();
  }

  private ExportQuestion question() {
    if (since != null && until != null && since.isAfter(until)) {
      problem("value", "_until", "_until lies before _since.");
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return new ExportQuestion(types, since, until, ignored.stream().limit(MOST_IGNORED).toList());
  }

  private void take(String name, List<String> values, String place) {
    switch (name) {
      case "_outputFormat" -> values.forEach(each -> format(each, place));
      case "_type" -> values.forEach(each -> types(each, place));
      case "_since" -> since = time(name, values, place);
      case "_until" -> until = time(name, values, place);
      default -> unsupported(name, place);
    }
  }

  /** In an address that is not encoded a plus sign arrives as a space. */
  private void format(String value, String place) {
    if (value == null || !FORMATS.contains(value.replace(' ', '+'))) {
      problem(
          "not-supported",
          place,
          "_outputFormat names a form that is not written here; application/fhir+ndjson was expected.");
    }
  }

  private void types(String value, String place) {
    for (String type : String.valueOf(value).split(",", -1)) {
      if (offered.contains(type.strip())) {
        types.add(type.strip());
      } else if (lenient) {
        ignored.add("_type");
      } else {
        problem(
            "not-supported",
            place,
            "_type names a type that is not exported; some of "
                + String.join(", ", new TreeSet<>(offered))
                + " were expected, with commas between.");
      }
    }
  }

  private Instant time(String name, List<String> values, String place) {
    try {
      if (values.size() == 1 && values.get(0) != null) {
        OffsetDateTime time = OffsetDateTime.parse(values.get(0).replace(' ', '+'));
        if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
          return time.toInstant();
        }
      }
    } catch (DateTimeException wrong) {
      // said below
    }
    problem(
        "value",
        place,
        name
            + " is no instant; one such as 2026-07-01T10:00:00-07:00 was expected (+ is written %2B).");
    return null;
  }

  private void unsupported(String name, String place) {
    if (OF_FHIR.contains(name)) {
      return;
    }
    if (lenient) {
      ignored.add(name.matches(PLAIN) ? name : "?");
      return;
    }
    String named = name.matches(PLAIN) ? " " + name : "";
    problem(
        OPTIONAL.contains(name) ? "not-supported" : "structure",
        place,
        "The parameter"
            + named
            + " is not supported; _outputFormat, _since, _until and _type are."
            + " With the header Prefer: handling=lenient others are ignored.");
  }

  private void problem(String code, String place, String text) {
    problems.add(
        new Problem(
            code,
            place.matches("(Parameters\\.)?" + PLAIN + "(\\[\\d+])?") ? root + place : null,
            text));
  }
}
