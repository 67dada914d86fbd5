package org.openimr.server.export;

import java.time.Instant;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportScope;
import org.openimr.operation.access.Caller;

/**
 * What is selected by an export.
 *
 * @param caller who asked; it never breaks the glass
 * @param asked what was asked
 * @param scope which cases it is about
 * @param transactionTime what was stored by then is in it; what was stored later may be
 */
record Selected(Caller caller, ExportQuestion asked, ExportScope scope, Instant transactionTime) {

  /** The same for another who asks for it now. */
  Selected by(Caller now) {
    return new Selected(now, asked, scope, transactionTime);
  }
}
