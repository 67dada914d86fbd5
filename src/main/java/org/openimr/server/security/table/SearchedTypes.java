package org.openimr.server.security.table;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The types that a search looks into beside the one that it searches: those of its chains, of
 * {@code _has} and of {@code _list}. {@code *} stands for a type that the search does not name.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#chaining">FHIR R4, chained parameters</a>
 */
public final class SearchedTypes {

  private static final String HAS = "_has:";

  private SearchedTypes() {}

  /** Those of the parameters of a request. */
  static Set<String> of(Map<String, String[]> parameters) {
    Set<String> types = new TreeSet<>();
    if (parameters != null) {
      parameters.forEach(
          (name, values) -> {
            name(name, types);
            if (name.equals("_sort") || name.startsWith("_sort:")) {
              Arrays.stream(values)
                  .filter(value -> value != null)
                  .flatMap(value -> Arrays.stream(value.split(",")))
                  .forEach(path -> chain(path, types));
            }
          });
    }
    return types;
  }

  /** The names of the parameters in an address. */
  public static Set<String> names(String address) {
    int mark = address.indexOf('?');
    Set<String> names = new TreeSet<>();
    if (mark >= 0) {
      for (String parameter : address.substring(mark + 1).split("&")) {
        names.add(decoded(parameter.split("=", 2)[0]));
      }
    }
    return names;
  }

  /** Those of an address, relative or absolute. */
  public static Set<String> ofAddress(String address) {
    int mark = address.indexOf('?');
    return mark < 0 ? new TreeSet<>() : ofQuery(address.substring(mark + 1));
  }

  /** Those of a query, with or without the question mark before it. */
  public static Set<String> ofQuery(String query) {
    Set<String> types = new TreeSet<>();
    for (String parameter : query.substring(query.indexOf('?') + 1).split("&")) {
      String[] parts = parameter.split("=", 2);
      String value = parts.length == 2 ? decoded(parts[1]) : "";
      types.addAll(of(Map.of(decoded(parts[0]), new String[] {value})));
    }
    return types;
  }

  private static void name(String name, Set<String> types) {
    if (name.startsWith(HAS)) {
      String[] steps = name.substring(HAS.length()).split(":", 3);
      types.add(steps.length == 3 ? steps[0] : "*");
      if (steps.length == 3) {
        name(steps[2], types);
      }
    } else if (name.startsWith("_filter") || name.startsWith("_query")) {
      types.add("*");
    } else if (name.startsWith("_list")) {
      types.add("List");
    } else {
      chain(name, types);
    }
  }

  private static void chain(String path, Set<String> types) {
    String[] links = path.split("\\.");
    for (int i = 0; i < links.length - 1; i++) {
      int colon = links[i].indexOf(':');
      types.add(colon < 0 ? "*" : links[i].substring(colon + 1));
    }
    if (path.contains("._has:")) {
      types.add("*");
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
