package org.openimr.server.audit.record;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.store.database.RequestDeadline;
import org.openimr.server.store.database.SettledDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Stores records, or refuses the answer that they are about. */
public final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int UNAVAILABLE = 503;

  private final AuditTable table;
  private final SettledDatabase database;

  /** Stores records in a table, and sees that this database keeps them. */
  public Recorder(AuditTable table, SettledDatabase database) {
    this.table = table;
    this.database = database;
  }

  /**
   * Stores records, and returns when they will be found whatever happens to the program.
   *
   * @throws BaseServerResponseException 503, if they cannot be stored: then nothing may be answered
   */
  public void record(List<AuditRecord> records) {
    if (!records.isEmpty()) {
      // what took too long is recorded too
      RequestDeadline.none();
      recordWithin(records);
      settle(records.get(0).requestId());
    }
  }

  /** Stores records in the transaction under way; {@link #settle} is to follow its commit. */
  public void recordWithin(List<AuditRecord> records) {
    try {
      table.add(records);
    } catch (DataAccessException | TransactionException failed) {
      throw refusal(records.get(0).requestId(), failed);
    }
  }

  /** Returns when what was committed will be found whatever happens to the program. */
  public void settle(String requestId) {
    try {
      database.settle();
    } catch (DataAccessException failed) {
      throw refusal(requestId, failed);
    }
  }

  private static BaseServerResponseException refusal(String requestId, RuntimeException failed) {
    LOG.error(
        "Request {} could not be recorded, and so is not answered: {}",
        requestId,
        failed.getClass().getName());
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
