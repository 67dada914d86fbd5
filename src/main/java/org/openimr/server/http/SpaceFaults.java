package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Tells writing that failed because the database has no space left. */
final class SpaceFaults {

  private static final int INSUFFICIENT_STORAGE = 507;
  private static final String FULL_IN_POSTGRESQL = "53100";

  /** What the system says of a disk. */
  private static final Pattern SAID = Pattern.compile("No space left|[Dd]isk quota exceeded");

  private SpaceFaults() {}

  /** Whether a failure, by its causes, is such. */
  static boolean include(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (full(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean full(Throwable cause) {
    if (cause instanceof SQLException sql) {
      // what failed of several that were written together stands beside, not behind
      SQLException next = sql.getNextException();
      return FULL_IN_POSTGRESQL.equals(sql.getSQLState()) || next != null && include(next);
    }
    return cause instanceof IOException file
        && SAID.matcher(String.valueOf(file.getMessage())).find();
  }

  /** What answers it. */
  static BaseServerResponseException answer() {
    return Outcomes.refusal(
        INSUFFICIENT_STORAGE,
        IssueType.NOSTORE,
        "The server has no space left in its database; nothing was stored.",
        null);
  }
}
