package org.openimr.operation.casefile;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * The parameters of an operation that stand in the address of a request.
 *
 * <p>With GET they are {@code policy}, {@code asOf}, {@code knownAt} and {@code explain}; with POST
 * there are none, because one that were overlooked would change the answer.
 */
public final class UrlParameters {

  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_-]{0,39}";
  private static final Set<String> KNOWN = Set.of("asOf", "explain", "knownAt", "policy");
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");

  private final List<Problem> problems = new ArrayList<>();
  private final Parameters parameters = new Parameters();

  private UrlParameters() {}

  /**
   * Reads the address.
   *
   * @param request the request
   * @return the parameters in it
   * @throws UnreadableResourceException naming all that may not stand there
   */
  public static Parameters read(RequestDetails request) {
    UrlParameters url = new UrlParameters();
    boolean get = request.getRequestType() == RequestTypeEnum.GET;
    Map<String, String[]> given = request.getParameters();
    new TreeMap<>(given == null ? Map.of() : given)
        .forEach((name, values) -> url.take(name, values, get));
    if (!url.problems.isEmpty()) {
      throw new UnreadableResourceException(url.problems, true);
    }
    return url.parameters;
  }

  private void take(String name, String[] values, boolean get) {
    if (OF_FHIR.contains(name)) {
      return;
    }
    String plain = name.matches(PLAIN) ? name : null;
    if (!KNOWN.contains(name) || !get) {
      String found = plain == null ? "" : " '" + plain + "'";
      refuse(
          "structure",
          plain,
          "The address has a parameter"
              + found
              + "; "
              + (get
                  ? "asOf, explain, knownAt and policy may stand there, facts and events in a body sent with"
                      + " POST."
                  : "with POST all parameters stand in the body."));
    } else if (values.length != 1) {
      refuse("structure", name, name + " stands twice in the address; once was expected.");
    } else {
      value(name, values[0]);
    }
  }

  private void value(String name, String text) {
    try {
      parameters.addParameter().setName(name).setValue(typed(name, text));
    } catch (DataFormatException | IllegalArgumentException e) {
      refuse(
          "value",
          name,
          name
              + " in the address has a value that cannot be used; "
              + (Set.of("asOf", "knownAt").contains(name)
                  ? "a time such as 2026-07-01T10:00:00-07:00 was expected (+ is written %2B)."
                  : "true or false was expected."));
    }
  }

  private static Type typed(String name, String text) {
    return switch (name) {
      case "asOf", "knownAt" -> new DateTimeType(text);
      case "explain" -> new BooleanType(text);
      default -> text.contains("/") ? new CanonicalType(text) : new CodeType(text);
    };
  }

  private void refuse(String code, String name, String text) {
    problems.add(new Problem(code, name == null ? null : "http." + name, text));
  }
}
