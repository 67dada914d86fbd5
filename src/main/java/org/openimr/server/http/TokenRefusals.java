package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What answers a request whose token is missing, does not hold or does not suffice.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3</a>
 */
public final class TokenRefusals {

  private TokenRefusals() {}

  /** What answers a caller that shows a token which does not hold. */
  public static AuthenticationException unknown(String sentence) {
    return refusal(sentence, ", error=\"invalid_token\"");
  }

  /** What answers a caller that must show a token. */
  public static AuthenticationException signIn() {
    return refusal("This needs a bearer token, and the request carries none.", "");
  }

  private static AuthenticationException refusal(String sentence, String error) {
    AuthenticationException exception = new AuthenticationException(sentence);
    exception.addResponseHeader("WWW-Authenticate", "Bearer realm=\"openimr\"" + error);
    return Outcomes.carriedBy(exception, IssueType.LOGIN, sentence);
  }

  /** What answers a caller whose token does not allow what its role does. */
  public static ForbiddenOperationException beyondScope() {
    String sentence = "The scopes of the bearer token do not allow this.";
    ForbiddenOperationException exception = new ForbiddenOperationException(sentence);
    exception.addResponseHeader(
        "WWW-Authenticate", "Bearer realm=\"openimr\", error=\"insufficient_scope\"");
    return Outcomes.carriedBy(exception, IssueType.FORBIDDEN, sentence);
  }
}
