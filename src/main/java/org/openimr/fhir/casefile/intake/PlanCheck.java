package org.openimr.fhir.casefile.intake;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.openimr.fhir.casefile.CaseOrganizations;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * Checks that a plan submits cases of its own. Others, such as a provider or the department, name
 * whichever plan they mean; of two plans that cover one member one may submit.
 */
final class PlanCheck {

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";

  private PlanCheck() {}

  /**
   * Reports every other plan, if the plan that submits is not among those of the case.
   *
   * @param plan the id of the plan that submits; null if no plan does
   */
  static void check(List<SubmittedEntry> entries, String plan, ProblemList problems) {
    List<String> others = new ArrayList<>();
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof Organization organization
          && organization.getType().stream().anyMatch(type -> type.hasCoding(PARTY, "plan"))) {
        for (int i = 0; i < organization.getIdentifier().size(); i++) {
          Identifier identifier = organization.getIdentifier().get(i);
          if (CaseOrganizations.ID.equals(identifier.getSystem())) {
            if (identifier.getValue() != null && identifier.getValue().equals(plan)) {
              return;
            }
            others.add(entry.path() + ".identifier[" + i + "].value");
          }
        }
      }
    }
    if (plan != null) {
      others.forEach(
          path ->
              problems.add(
                  "forbidden",
                  path,
                  "This is another plan than the one that submits; a plan submits its own cases."));
    }
  }
}
