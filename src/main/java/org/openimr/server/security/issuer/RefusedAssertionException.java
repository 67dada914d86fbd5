package org.openimr.server.security.issuer;

import org.springframework.security.oauth2.jwt.JwtException;

/** A client's assertion that does not hold, with a sentence that tells its developer why. */
final class RefusedAssertionException extends JwtException {

  /** Tells neither which clients there are nor what is wrong with a signature. */
  static final String UNKNOWN =
      "The client is not registered here, or its key with this kid did not sign the assertion.";

  private static final long serialVersionUID = 1L;

  RefusedAssertionException(String sentence) {
    super(sentence);
  }
}
