package org.openimr.server.audit;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a search asked for, without what tells who a patient is: names, numbers, addresses and the
 * like are replaced by {@value #HIDDEN}. References, codes and times stay.
 */
final class RecordedQuery {

  static final String HIDDEN = "***";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/|,\\-+$@=\\[\\] ]*");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:[A-Za-z]+/)?[A-Za-z0-9.-]{1,64}|https?://[^\\s?#]+");
  private static final Set<String> WHO =
      Set.of("identifier", "birthdate", "death-date", "phone", "email", "telecom", "gender");
  private static final Set<String> FREE = Set.of("_content", "_text", "_filter", "_query", "_list");

  private final ISearchParamRegistry parameters;

  RecordedQuery(ISearchParamRegistry parameters) {
    this.parameters = parameters;
  }

  /** An address with the parameters of a search of a type, none of them if empty. */
  String of(String method, String address, String type, Map<String, String[]> asked) {
    String query =
        new TreeMap<>(asked == null ? Map.of() : asked)
            .entrySet().stream()
                .flatMap(
                    one ->
                        Arrays.stream(one.getValue()).map(value -> one(type, one.getKey(), value)))
                .collect(Collectors.joining("&"));
    return method + " " + address + (query.isEmpty() ? "" : "?" + query);
  }

  private String one(String type, String name, String value) {
    boolean shown = name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,80}");
    return (shown ? name : HIDDEN)
        + "="
        + (shown && tellsNobody(type, name, value) ? encoded(value) : HIDDEN);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("%2F", "/")
        .replace("%3A", ":")
        .replace("%7C", "|")
        .replace("%2C", ",");
  }

  private boolean tellsNobody(String type, String name, String value) {
    if (value == null || !PLAIN.matcher(value).matches()) {
      return false;
    }
    if (name.startsWith("_")) {
      return !FREE.contains(name.split(":", 2)[0]) && !name.startsWith("_has");
    }
    String plain = name.split(":", 2)[0];
    // What a chain ends in is not known here, and identifiers are of persons.
    if (name.contains(".") || name.endsWith(":identifier") || WHO.contains(plain)) {
      return false;
    }
    RuntimeSearchParam parameter =
        parameters.getActiveSearchParam(type, plain, SearchParamLookupContextEnum.SEARCH);
    return parameter != null && tellsNobody(parameter.getParamType(), value);
  }

  private static boolean tellsNobody(RestSearchParameterTypeEnum kind, String value) {
    return switch (kind) {
      case TOKEN, DATE, NUMBER, QUANTITY, URI -> true;
      case REFERENCE ->
          Arrays.stream(value.split(",")).allMatch(one -> REFERENCE.matcher(one).matches());
      default -> false;
    };
  }
}
