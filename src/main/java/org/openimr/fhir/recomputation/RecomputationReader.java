package org.openimr.fhir.recomputation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads what is to be recomputed, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/recompute.md">recompute</a>
 */
public final class RecomputationReader {

  private static final Set<String> NAMES =
      Set.of("policy", "calendar", "asOf", "apply", "reason", "anew");
  private static final int LONGEST_REASON = 200;

  private final Problems problems = new Problems();
  private final List<String> policies = new ArrayList<>();
  private List<String> calendar = List.of();
  private Instant asOf;
  private boolean apply;
  private String reason;
  private boolean anew;

  private RecomputationReader() {}

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what is to be recomputed
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static RecomputationOrder read(Parameters parameters) {
    return new RecomputationReader().of(parameters);
  }

  private RecomputationOrder of(Parameters parameters) {
    SeenNames.take(parameters, NAMES, Set.of("policy"), problems, this::take);
    if (apply && reason == null) {
      problems.unacceptable(
          "required",
          "Parameters",
          "What moves is written only for a reason, which each case keeps; reason was expected.");
    }
    if (apply && (!calendar.isEmpty() || asOf != null)) {
      problems.unacceptable(
          "business-rule",
          "Parameters.parameter.where(name='apply')",
          "A calendar that would be, or another time, is only tried; apply with neither was"
              + " expected.");
    }
    problems.report();
    return new RecomputationOrder(policies, calendar, asOf, apply, reason, anew);
  }

  private void take(Part part) {
    switch (part.label()) {
      case "policy" -> {
        String policy = part.text("code", "canonical", "uri", "string");
        if (policy != null) {
          policies.add(policy);
        }
      }
      case "calendar" -> {
        String text = part.text("string");
        calendar = text == null ? List.of() : text.lines().toList();
      }
      case "asOf" -> asOf = part.instant();
      case "apply" -> apply = Boolean.TRUE.equals(part.truth());
      case "anew" -> anew = Boolean.TRUE.equals(part.truth());
      default -> {
        reason = part.text("string");
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
          problems.unacceptable(
              "value",
              part.path() + ".value",
              "The reason must have 1 to " + LONGEST_REASON + " characters.");
        }
      }
    }
  }
}
