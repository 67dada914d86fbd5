package org.openimr.server.audit;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Stores records, or refuses the answer that they are about. */
final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int UNAVAILABLE = 503;

  private final AuditTable table;

  Recorder(AuditTable table) {
    this.table = table;
  }

  /**
   * Stores records.
   *
   * @throws BaseServerResponseException 503, if they cannot be stored: then nothing may be answered
   */
  void record(List<AuditRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    try {
      table.add(records);
    } catch (DataAccessException | TransactionException failed) {
      LOG.error(
          "Request {} could not be recorded, and so is not answered: {}",
          records.get(0).requestId(),
          failed.getClass().getName());
      throw refusal();
    }
  }

  private static BaseServerResponseException refusal() {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            UNAVAILABLE,
            IssueType.TRANSIENT,
            "The access could not be recorded, and so is not answered; try again later.",
            null);
    refusal.addResponseHeader("Retry-After", "30");
    return refusal;
  }
}
