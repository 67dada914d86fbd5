package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.persistence.QueryTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.transaction.TransactionTimedOutException;

/** Tells work that was given up because it took too long. */
final class TimeFaults {

  private static final int UNAVAILABLE = 503;
  private static final String CANCELLED_IN_POSTGRESQL = "57014";

  /**
   * Searches run on threads of their own, and HAPI keeps nothing but the message of what failed.
   */
  private static final Pattern SAID =
      Pattern.compile(
          "transaction timeout expired|canceling statement due to|Statement was canceled or the"
              + " session timed out|JDBC exception executing SQL.*timed? ?out");

  private TimeFaults() {}

  /** Whether a failure, by its causes or their messages, is such. */
  static boolean include(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransactionTimedOutException
          || cause instanceof QueryTimeoutException
          || cause instanceof org.hibernate.QueryTimeoutException
          || cause instanceof SQLTimeoutException
          || cause instanceof SQLException sql
              && CANCELLED_IN_POSTGRESQL.equals(sql.getSQLState())) {
        return true;
      }
    }
    // what is said of a bad request quotes the request, which may say anything
    boolean ofTheRequest =
        thrown instanceof BaseServerResponseException known && known.getStatusCode() < 500;
    return !ofTheRequest && SAID.matcher(HapiMessages.all(thrown)).find();
  }

  /** What answers it. */
  static BaseServerResponseException answer() {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            UNAVAILABLE,
            IssueType.TIMEOUT,
            "The request took longer than this server gives to one; ask for less, or later.",
            null);
    refusal.addResponseHeader("Retry-After", "30");
    return refusal;
  }
}
