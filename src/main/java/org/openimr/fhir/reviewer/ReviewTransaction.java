package org.openimr.fhir.reviewer;

import java.util.Date;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.EventTransaction.Recorder;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;

/** Writes a step of a review that is no event of its case: the review, and who did it. */
public final class ReviewTransaction {

  private ReviewTransaction() {}

  /**
   * Writes it.
   *
   * @param caseTask the case
   * @param review the review after the step
   * @param step a code of {@code imr-review-step}
   * @param recorder who does it
   * @param now when
   * @return a transaction Bundle; it fails if the review has changed meanwhile
   */
  public static Bundle write(
      Task caseTask, ReviewTask review, String step, Recorder recorder, DateTimeType now) {
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference(CaseFile.reference(caseTask)));
    if (review.task().getOwner().hasReference()) {
      provenance.addTarget(new Reference(review.task().getOwner().getReference()));
    }
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(
        DataOperation.UPDATE
            .activity()
            .addCoding(
                new Coding("https://openimr.org/fhir/CodeSystem/imr-review-step", step, null)));
    ProvenanceAgents.enterer(provenance, recorder);
    AccessMarks.add(provenance, AccessMarks.parties(caseTask));
    Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Changes.post(provenance, null, transaction);
    Changes.belonging(review.task(), transaction);
    return transaction;
  }
}
