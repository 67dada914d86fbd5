package org.openimr.server.security;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import jakarta.servlet.http.HttpServletRequest;
import org.openimr.operation.access.Caller;

/**
 * Whom the token of a request stands for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
public interface Callers {

  /** What answers a token that nobody here knows, whatever the reason. */
  String UNKNOWN = "The bearer token is not known here.";

  /**
   * The caller that the {@code Authorization} header of a request names; anonymous without one.
   *
   * @throws AuthenticationException if the header names nobody
   */
  Caller callerOf(HttpServletRequest request);
}
