package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Holds the searches in an address, and those that conditions of a write stand for, to the limits.
 */
final class SearchLimits extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient SearchCheck check;

  SearchLimits(SearchCheck check) {
    this.check = check;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> steps = FhirPaths.steps(request);
    String type = steps.isEmpty() ? "" : steps.get(0);
    List<Problem> problems = new ArrayList<>();
    // What the parameters of an operation are is for the operation to say.
    if (steps.stream().noneMatch(step -> step.startsWith("$"))) {
      Map<String, List<String>> parameters =
          request.getParameterMap().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, each -> Arrays.asList(each.getValue())));
      problems.addAll(check.check(type, parameters, "http."));
    }
    String condition = request.getHeader("If-None-Exist");
    if (condition != null) {
      problems.addAll(condition(check, type, condition, "http.If-None-Exist"));
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    chain.doFilter(request, response);
  }

  /** What is wrong with a search that stands in a header or in an entry of a Bundle. */
  static List<Problem> condition(SearchCheck check, String type, String search, String place) {
    QueryText query = new QueryText();
    query.add(search.substring(search.indexOf('?') + 1).getBytes(StandardCharsets.UTF_8));
    if (!query.problems().isEmpty()) {
      return query.problems().stream()
          .map(problem -> new Problem(problem.code(), place, problem.text()))
          .toList();
    }
    return check.check(type, query.parameters(), place);
  }
}
