package org.openimr.server.door;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Tells numbers of searches that can be compared from those that would fill the memory when they
 * are written out.
 */
final class SearchNumbers {

  private static final Set<RestSearchParameterTypeEnum> MEASURED =
      EnumSet.of(RestSearchParameterTypeEnum.NUMBER, RestSearchParameterTypeEnum.QUANTITY);
  private static final Set<RestSearchParameterTypeEnum> HOLDS_NUMBERS =
      EnumSet.of(
          RestSearchParameterTypeEnum.NUMBER,
          RestSearchParameterTypeEnum.QUANTITY,
          RestSearchParameterTypeEnum.COMPOSITE);
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:eq|ne|gt|lt|ge|le|sa|eb|ap)?[+-]?(?:\\d{1,100}(?:\\.\\d{0,100})?|\\.\\d{1,100})"
              + "(?:[eE][+-]?\\d{1,2})?");
  private static final Pattern ENDLESS =
      Pattern.compile("[a-z]{0,2}[+-]?[0-9.]+[eE][+-]?\\d{3,}(?:\\|.*)?");

  private final ISearchParamRegistry registry;

  SearchNumbers(ISearchParamRegistry registry) {
    this.registry = registry;
  }

  /** Whether the numbers in a value can be read; true if the parameter has none. */
  boolean readable(String type, String name, String value) {
    if (name.endsWith(":missing") || name.startsWith("_") && !name.startsWith("_has:")) {
      return true;
    }
    String[] alternatives = value.split("(?<!\\\\),");
    Set<RestSearchParameterTypeEnum> kinds = kinds(type, name);
    if (!kinds.isEmpty() && MEASURED.containsAll(kinds)) {
      return Arrays.stream(alternatives)
          .map(each -> each.split("\\|", 2)[0])
          .allMatch(number -> number.isEmpty() || NUMBER.matcher(number).matches());
    }
    return kinds.stream().noneMatch(HOLDS_NUMBERS::contains)
        || Arrays.stream(alternatives)
            .flatMap(each -> Arrays.stream(each.split("\\$")))
            .noneMatch(part -> ENDLESS.matcher(part).matches());
  }

  /** Of which kinds the last step of a parameter may be. */
  private Set<RestSearchParameterTypeEnum> kinds(String type, String name) {
    boolean chained = name.contains(".") || name.startsWith("_has:");
    String last = name.substring(Math.max(name.lastIndexOf('.'), -1) + 1);
    String code =
        name.startsWith("_has:") && !name.contains(".")
            ? last.substring(last.lastIndexOf(':') + 1)
            : last.split(":", 2)[0];
    Stream<String> types = chained ? ServedTypes.ALL.stream() : Stream.of(type);
    Set<RestSearchParameterTypeEnum> kinds = EnumSet.noneOf(RestSearchParameterTypeEnum.class);
    types
        .filter(ServedTypes.ALL::contains)
        .map(each -> registry.getActiveSearchParam(each, code, SearchParamLookupContextEnum.SEARCH))
        .filter(Objects::nonNull)
        .map(RuntimeSearchParam::getParamType)
        .forEach(kinds::add);
    return kinds;
  }
}
