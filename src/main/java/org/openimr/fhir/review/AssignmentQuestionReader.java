package org.openimr.fhir.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;
import org.openimr.fhir.review.AssignmentQuestion.Named;

/**
 * Reads which reviewers a client wants assigned, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/assign-reviewer.md">assign-reviewer</a>
 */
public final class AssignmentQuestionReader {

  private static final Set<String> NAMES = Set.of("organization", "reviewer", "attestation");
  private static final int MOST = 50;

  private final Problems problems = new Problems();
  private final List<Named> reviewers = new ArrayList<>();
  private final List<Named> attestations = new ArrayList<>();
  private Named organization;

  private AssignmentQuestionReader() {}

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static AssignmentQuestion read(Parameters parameters) {
    return new AssignmentQuestionReader().of(parameters);
  }

  private AssignmentQuestion of(Parameters parameters) {
    SeenNames seen =
        SeenNames.take(parameters, NAMES, Set.of("reviewer", "attestation"), problems, this::take);
    for (String name : List.of("organization", "reviewer", "attestation")) {
      if (!seen.contains(name)) {
        problems.malformed(
            "required", "Parameters", "There is no parameter " + name + ", which is needed.");
      }
    }
    if (reviewers.size() > MOST || attestations.size() > MOST) {
      problems.unacceptable(
          "too-long", "Parameters", "At most " + MOST + " reviewers and attestations are read.");
    }
    problems.report();
    return new AssignmentQuestion(organization, reviewers, attestations);
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "organization" ->
          organization =
              part.value("Reference") instanceof Reference reference
                  ? new Named(reference, null, part.path() + ".value")
                  : null;
      case "reviewer" -> add(reviewers, NamedResourceReader.read(part, "PractitionerRole"));
      default -> add(attestations, NamedResourceReader.read(part, "QuestionnaireResponse"));
    }
  }

  private static void add(List<Named> all, Named one) {
    if (one != null) {
      all.add(one);
    }
  }
}
