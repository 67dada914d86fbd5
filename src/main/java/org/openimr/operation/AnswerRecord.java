package org.openimr.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/** Records that a request is answered, for operations that write their answer themselves. */
@FunctionalInterface
public interface AnswerRecord {

  /** Records it; called before the first byte goes out. */
  void record(RequestDetails request);
}
