package org.openimr.operation.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.review.AssignmentQuestion.Named;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.operation.access.Caller;

/** The review organization that a case is assigned to, and whether a caller acts for it. */
final class ReviewOrganization {

  private static final String ID = "https://openimr.org/fhir/sid/organization";
  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";

  private final CaseFile file;
  private final Caller caller;

  ReviewOrganization(CaseFile file, Caller caller) {
    this.file = file;
    this.caller = caller;
  }

  /** What speaks against acting as the organization that is named. */
  List<Problem> problems(Named named) {
    List<Problem> problems = new ArrayList<>();
    Reference own = reference();
    if (own == null || !same(named.reference(), own)) {
      problems.add(
          new Problem(
              "business-rule",
              named.path(),
              "organization: this is not the own organization, or the case does not know it as a"
                  + " review organization; the one that the case is assigned to was expected."));
    } else {
      ReviewTask.of(file)
          .filter(review -> "offered".equals(review.stage()))
          .ifPresent(
              review ->
                  problems.add(
                      new Problem(
                          "business-rule",
                          named.path(),
                          "organization: the case is offered to it and not accepted yet; it is"
                              + " accepted with $take-review.")));
    }
    return problems;
  }

  private boolean same(Reference named, Reference own) {
    return own.getReference().equals(named.getReference())
        || !named.hasReference()
            && ID.equals(named.getIdentifier().getSystem())
            && caller.organization().equals(named.getIdentifier().getValue());
  }

  /** The caller's organization as the case refers to it; null if it is no review organization. */
  Reference reference() {
    for (Map.Entry<String, Resource> each : file.byReference().entrySet()) {
      if (each.getValue() instanceof Organization organization
          && organization.getIdentifier().stream()
              .anyMatch(
                  id -> ID.equals(id.getSystem()) && caller.organization().equals(id.getValue()))
          && organization.getType().stream().anyMatch(type -> type.hasCoding(PARTY, "imro"))) {
        return new Reference(each.getKey()).setDisplay(organization.getName());
      }
    }
    return null;
  }
}
