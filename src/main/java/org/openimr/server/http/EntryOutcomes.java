package org.openimr.server.http;

import ca.uhn.fhir.jpa.dao.BaseTransactionProcessor;
import ca.uhn.fhir.jpa.dao.r4.TransactionProcessorVersionAdapterR4;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * Answers an entry of a batch that failed as the same request alone would be answered: with the
 * status and the outcome that {@link ErrorTranslator} finds, not with HAPI's own words.
 */
public final class EntryOutcomes extends TransactionProcessorVersionAdapterR4 {

  private static final String FAILED = EntryOutcomes.class.getName() + ".failed";

  private final ErrorTranslator errors;

  /** Answers by a translator. */
  public EntryOutcomes(ErrorTranslator errors) {
    this.errors = errors;
  }

  @Override
  public void populateEntryWithOperationOutcome(
      BaseServerResponseException caught, BundleEntryComponent entry) {
    BaseServerResponseException said = errors.translate(caught, "an entry of a bundle");
    entry.getResponse().setOutcome((OperationOutcome) said.getOperationOutcome());
    setResponseStatus(entry, BaseTransactionProcessor.toStatusString(said.getStatusCode()));
    entry.setUserData(FAILED, true);
  }

  /** Sets a status, unless the one due has been found: HAPI comes with its own before or after. */
  @Override
  public void setResponseStatus(BundleEntryComponent entry, String status) {
    if (entry.getUserData(FAILED) == null) {
      super.setResponseStatus(entry, status);
    }
  }
}
