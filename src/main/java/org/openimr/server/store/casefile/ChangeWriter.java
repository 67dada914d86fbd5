package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.hibernate.AssertionFailure;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.server.http.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes a change of a case: all of it or nothing. */
final class ChangeWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeWriter.class);

  private final IFhirSystemDao<Bundle, Meta> system;
  private final TransactionTemplate transaction;
  private final HeldCases held;

  ChangeWriter(
      IFhirSystemDao<Bundle, Meta> system, TransactionTemplate transaction, HeldCases held) {
    this.system = system;
    this.transaction = transaction;
    this.held = held;
  }

  /**
   * Writes a change. Hibernate has lost, once in hundreds of changes on a busy machine, an entity
   * that it was loading; most likely where the index of cases read a case again in the session that
   * had written it, which it does no more. Should it happen still, the change, which left nothing,
   * is written once more.
   *
   * @throws StaleCaseException if the case has changed meanwhile
   */
  void save(SystemRequestDetails request, Bundle changes) {
    // writing fills in ids, so that the same Bundle cannot be written twice
    Bundle again = changes.copy();
    try {
      write(request, changes);
    } catch (InternalErrorException e) {
      if (ExceptionUtils.indexOfType(e, AssertionFailure.class) < 0) {
        throw e;
      }
      LOG.warn(
          "A change is written again: Hibernate lost an entity that it was loading: {}",
          Traces.withoutMessages(e));
      write(request, again);
    }
  }

  private void write(SystemRequestDetails request, Bundle changes) {
    try {
      transaction.executeWithoutResult(
          status -> {
            held.hold(changes);
            system.transactionNested(request, changes);
          });
    } catch (ResourceVersionConflictException
        | PreconditionFailedException
        | TransientDataAccessException e) {
      // who waits too long for another's change would find the case changed
      throw new StaleCaseException();
    }
  }
}
