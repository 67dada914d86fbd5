package org.openimr.fhir.review;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;
import org.openimr.fhir.review.AssignmentQuestion.Named;

/**
 * Reads what a client does with a review, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/take-review.md">take-review</a>
 */
public final class ReviewQuestionReader {

  private static final Set<String> NAMES =
      Set.of("step", "organization", "attestation", "reason", "note");

  /** What each step needs, and what no other one has. */
  private static final Map<String, String> NEEDS =
      Map.of("offer", "organization", "accept", "attestation", "decline", "reason");

  private static final int LONGEST_NOTE = 4000;

  private final Vocabulary vocabulary;
  private final Problems problems = new Problems();
  private String step;
  private Named organization;
  private Named attestation;
  private String reason;
  private String note;

  private ReviewQuestionReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @param vocabulary the codes of steps and reasons
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static ReviewQuestion read(Parameters parameters, Vocabulary vocabulary) {
    return new ReviewQuestionReader(vocabulary).of(parameters);
  }

  private ReviewQuestion of(Parameters parameters) {
    SeenNames seen = SeenNames.take(parameters, NAMES, Set.of(), problems, this::take);
    if (!seen.contains("step")) {
      problems.malformed("required", "Parameters", "There is no parameter step, which is needed.");
    }
    if (step != null) {
      fits(seen);
    }
    problems.report();
    return new ReviewQuestion(step, organization, attestation, reason, note);
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "step" -> step = code(part, "imr-review-step");
      case "reason" -> reason = code(part, "imr-decline-reason");
      case "attestation" -> attestation = NamedResourceReader.read(part, "QuestionnaireResponse");
      case "organization" ->
          organization =
              part.value("Reference") instanceof Reference reference
                  ? new Named(reference, null, part.path() + ".value")
                  : null;
      default -> {
        note = part.text("string");
        if (note != null && note.length() > LONGEST_NOTE) {
          problems.unacceptable(
              "too-long",
              part.path() + ".value",
              "The note is longer than " + LONGEST_NOTE + " characters.");
        }
      }
    }
  }

  private String code(Part part, String system) {
    String code = part.text("code");
    if (code != null && !vocabulary.codes(system).contains(code)) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no "
              + part.label()
              + " "
              + Part.said(code)
              + "; the CodeSystem "
              + system
              + " has "
              + Vocabulary.listed(vocabulary.codes(system))
              + ".");
      return null;
    }
    return code;
  }

  private void fits(SeenNames seen) {
    for (String each : List.of("offer", "accept", "decline")) {
      String needed = NEEDS.get(each);
      if (each.equals(step) && !seen.contains(needed)) {
        problems.malformed(
            "required", "Parameters", "The step " + step + " needs the parameter " + needed + ".");
      } else if (!each.equals(step) && seen.contains(needed)) {
        problems.unacceptable(
            "business-rule",
            "Parameters.parameter.where(name='" + needed + "')",
            "The step " + step + " has no " + needed + "; it belongs to " + each + ".");
      }
    }
    if ("other".equals(reason) && note == null) {
      problems.unacceptable(
          "business-rule",
          "Parameters.parameter.where(name='reason')",
          "The reason other needs a note that tells it.");
    }
  }
}
