package org.openimr.fhir.determination;

import java.util.Map;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.ClaimResponse.AdjudicationComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.determination.Determination;
import org.openimr.core.determination.LineFinding;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * Writes what was determined of the lines of a claim as an answer to the claim, so that it is read
 * where the plan's own answer is read. It is no answer of the plan.
 */
public final class DeterminationAnswer {

  private static final String OUTCOME = "https://openimr.org/fhir/CodeSystem/imr-outcome";

  private DeterminationAnswer() {}

  /**
   * Writes the answer.
   *
   * @param file the whole case
   * @param determination what was determined
   * @param order what the determination is written with
   * @return the answer; null if the case has no Claim with lines in dispute
   */
  public static ClaimResponse write(
      CaseFile file, Determination determination, DeterminationOrder order) {
    Claim claim = claim(file);
    if (claim == null || determination.findings().stream().anyMatch(each -> each.line() == null)) {
      return null;
    }
    ClaimResponse answer = new ClaimResponse();
    answer.getMeta().addTag(new Coding(DeterminationWriter.CONTENT, order.content(), null));
    SecurityLabels.copy(file.task(), answer);
    answer.addIdentifier(order.identifier().copy());
    answer.setStatus(ClaimResponse.ClaimResponseStatus.ACTIVE);
    answer.setType(claim.getType().copy());
    answer.setUse(ClaimResponse.Use.fromCode(claim.getUse().toCode()));
    answer.setPatient(file.task().getFor().copy());
    answer.setCreatedElement(new DateTimeType(order.made().getValueAsString()));
    answer.setInsurer(new PartyReferences(file.task(), file.byReference()).of("plan"));
    answer.setRequest(new Reference(CaseFile.reference(claim)));
    answer.setOutcome(ClaimResponse.RemittanceOutcome.COMPLETE);
    answer.setDisposition(
        "Determination of the independent medical review "
            + order.identifier().getValue()
            + ": "
            + determination.outcome().code());
    for (LineFinding finding : determination.findings()) {
      answer
          .addItem()
          .setItemSequence(finding.line().sequence())
          .addAdjudication(
              new AdjudicationComponent()
                  .setCategory(
                      new CodeableConcept(new Coding(OUTCOME, finding.outcome().code(), null)))
                  .setReason(new CodeableConcept().setText(finding.rationale())));
    }
    return answer;
  }

  /** The claim that the case is about, or to which the plan's answer is one. */
  private static Claim claim(CaseFile file) {
    Map<String, Resource> resources = file.byReference();
    Resource focus = resources.get(String.valueOf(file.task().getFocus().getReference()));
    Resource reason =
        resources.get(String.valueOf(file.task().getReasonReference().getReference()));
    if (focus instanceof Claim claim) {
      return claim;
    }
    if (focus instanceof ClaimResponse answer && claimOf(answer, resources) != null) {
      return claimOf(answer, resources);
    }
    return reason instanceof ClaimResponse answer ? claimOf(answer, resources) : null;
  }

  private static Claim claimOf(ClaimResponse answer, Map<String, Resource> resources) {
    return resources.get(String.valueOf(answer.getRequest().getReference())) instanceof Claim claim
        ? claim
        : null;
  }
}
