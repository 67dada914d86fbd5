package org.openimr.server.security;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.Caller;
import org.openimr.server.http.Outcomes;

/** Whom a token stands for. */
public interface Callers {

  /**
   * The caller that an {@code Authorization} header names; anonymous without a header.
   *
   * @throws AuthenticationException if the header names nobody
   */
  Caller callerOf(String authorization);

  /** What answers a caller that is not known. */
  static AuthenticationException unknown(String sentence) {
    AuthenticationException exception = new AuthenticationException(sentence);
    exception.addResponseHeader("WWW-Authenticate", "Bearer realm=\"openimr\"");
    return Outcomes.carriedBy(exception, IssueType.LOGIN, sentence);
  }
}
