package org.openimr.server.door;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.server.settings.LimitSettings;

/** Says what in a search would cost too much or cannot be understood, before it is run. */
final class SearchCheck {

  private static final Pattern INCLUDE = Pattern.compile("_(?:rev)?include(?::.*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,80}");
  private static final Pattern STEPS = Pattern.compile("[.:]");
  private static final Pattern UNMODIFIED =
      Pattern.compile("_(?:count|offset|sort|summary|total|elements|format|pretty)[.:].*");
  private static final Set<String> PLACES = Set.of("_count", "_offset", "_getpagesoffset");
  private static final Pattern PLACE = Pattern.compile("\\d{1,7}");
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "_summary", Set.of("true", "false", "text", "data", "count"),
          "_total", Set.of("none", "estimate", "accurate"),
          "_bundletype", Set.of("searchset", "history"));

  private final LimitSettings limits;
  private final SearchNumbers numbers;

  SearchCheck(LimitSettings limits, SearchNumbers numbers) {
    this.limits = limits;
    this.numbers = numbers;
  }

  /**
   * Checks one search.
   *
   * @param type resource type; empty if none is searched
   * @param place expression to which the name of the parameter is added if it ends in a point
   * @return all that is wrong
   */
  List<Problem> check(String type, Map<String, List<String>> parameters, String place) {
    List<Problem> problems = new ArrayList<>();
    checkNumbers(parameters, place, problems);
    parameters.forEach(
        (name, values) -> {
          String here = at(place, name);
          int before = problems.size();
          checkName(name, here, problems);
          for (String value : values) {
            if (problems.size() == before) {
              checkValue(type, name, value, here, problems);
            }
          }
        });
    return problems;
  }

  private static String at(String place, String name) {
    if (!place.endsWith(".")) {
      return place;
    }
    return name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,80}") ? place + name : null;
  }

  private void checkNumbers(
      Map<String, List<String>> parameters, String place, List<Problem> problems) {
    int repetitions = 0;
    int values = 0;
    int includes = 0;
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      repetitions += parameter.getValue().size();
      for (String value : parameter.getValue()) {
        values += 1 + (int) value.chars().filter(next -> next == ',').count();
      }
      includes += INCLUDE.matcher(parameter.getKey()).matches() ? parameter.getValue().size() : 0;
    }
    String where = place.endsWith(".") ? null : place;
    atMost(limits.searchParameters(), repetitions, "parameters", where, problems);
    atMost(limits.searchValues(), values, "values", where, problems);
    atMost(limits.includes(), includes, "_include and _revinclude", where, problems);
  }

  private static void atMost(
      int most, int found, String what, String where, List<Problem> problems) {
    if (found > most) {
      problems.add(
          new Problem(
              "too-costly",
              where,
              "The search has " + found + " " + what + "; at most " + most + " are accepted."));
    }
  }

  private void checkName(String name, String place, List<Problem> problems) {
    if (name.startsWith("_filter")) {
      problems.add(new Problem("not-supported", place, "_filter is not offered here."));
      return;
    }
    String[] steps = STEPS.split(name, -1);
    if (UNMODIFIED.matcher(name).matches()
        || !Arrays.stream(steps).allMatch(step -> NAME.matcher(step).matches())) {
      problems.add(
          new Problem("value", place, "The search has a parameter whose name cannot be one."));
      return;
    }
    long depth =
        name.chars().filter(next -> next == '.').count()
            + Arrays.stream(steps).filter("_has"::equals).count();
    if (depth > limits.chainDepth()) {
      problems.add(
          new Problem(
              "too-costly",
              place,
              "The search parameter has a chain of "
                  + depth
                  + " steps; at most "
                  + limits.chainDepth()
                  + " are accepted."));
    }
  }

  private void checkValue(
      String type, String name, String value, String place, List<Problem> problems) {
    if (PLACES.contains(name) && !PLACE.matcher(value).matches()) {
      problems.add(
          new Problem(
              "value",
              place,
              "The parameter " + name + " is a whole number of at most 7 digits, 0 or more."));
    } else if (WORDS.containsKey(name) && !WORDS.get(name).contains(value)) {
      problems.add(
          new Problem(
              "code-invalid",
              place,
              "The parameter "
                  + name
                  + " is one of "
                  + WORDS.get(name).stream().sorted().toList()
                  + "."));
    } else if (!numbers.readable(type, name, value)) {
      problems.add(
          new Problem(
              "value",
              place,
              "A search parameter has a number that cannot be read, or one of more than 100 digits"
                  + " or with an exponent of more than 2."));
    }
  }
}
