package org.openimr.server.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads the part of an address that stands beneath the base of the FHIR interface. */
final class FhirPaths {

  private static final Set<String> ROWS = Set.of("$regulator-report", "$universe", "$export-file");

  private FhirPaths() {}

  /** Its steps, such as {@code Patient} and {@code 1}; none for the base itself. */
  static List<String> steps(HttpServletRequest request) {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    return Arrays.stream(path.split("/")).filter(step -> !step.isEmpty()).toList();
  }

  /** Whether rows are asked for, which are no resource. */
  static boolean rows(HttpServletRequest request) {
    List<String> steps = steps(request);
    return steps.size() == 1 && ROWS.contains(steps.get(0));
  }

  /** Whether a page is asked for that holds its style in itself. */
  static boolean page(HttpServletRequest request) {
    return steps(request).equals(List.of("$review-summary"));
  }

  /** Whether a packet is asked for, which is given as a zip as well. */
  static boolean packet(HttpServletRequest request) {
    List<String> steps = steps(request);
    return steps.size() == 3 && steps.get(0).equals("Task") && steps.get(2).equals("$packet");
  }

  /** Whether a determination with what belongs to it is asked for, which is given as a zip too. */
  static boolean determination(HttpServletRequest request) {
    List<String> steps = steps(request);
    return steps.size() == 3
        && steps.get(0).equals("Task")
        && steps.get(2).equals("$determination");
  }

  /** Whether a packet is sent to be verified, which may come as a zip. */
  static boolean verification(HttpServletRequest request) {
    return steps(request).equals(List.of("Bundle", "$verify-packet"));
  }

  /** Whether a Binary is asked for or sent, which travels in whatever format it has. */
  static boolean binary(HttpServletRequest request) {
    List<String> steps = steps(request);
    return !steps.isEmpty() && steps.get(0).equals("Binary");
  }
}
