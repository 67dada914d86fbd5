package org.openimr.server.security;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import jakarta.servlet.http.HttpServletRequest;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;

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

  /** What answers a caller that shows a token which does not hold. */
  static AuthenticationException unknown(String sentence) {
    return refusal(sentence, ", error=\"invalid_token\"");
  }

  /** What answers a caller that must show a token. */
  static AuthenticationException signIn() {
    return refusal("This needs a bearer token, and the request carries none.", "");
  }

  private static AuthenticationException refusal(String sentence, String error) {
    AuthenticationException exception = new AuthenticationException(sentence);
    exception.addResponseHeader("WWW-Authenticate", "Bearer realm=\"openimr\"" + error);
    return Outcomes.carriedBy(exception, IssueType.LOGIN, sentence);
  }

  /** What answers a caller whose token does not allow what its role does. */
  static ForbiddenOperationException beyondScope() {
    String sentence = "The scopes of the bearer token do not allow this.";
    ForbiddenOperationException exception = new ForbiddenOperationException(sentence);
    exception.addResponseHeader(
        "WWW-Authenticate", "Bearer realm=\"openimr\", error=\"insufficient_scope\"");
    return Outcomes.carriedBy(exception, IssueType.FORBIDDEN, sentence);
  }
}
