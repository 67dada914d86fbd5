package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;

/**
 * A change is asked for without a precondition.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585#section-3">RFC 6585, section 3</a>
 */
final class PreconditionRequiredException extends BaseServerResponseException {

  private static final long serialVersionUID = 1L;
  private static final int STATUS = 428;

  /** Makes the exception. */
  PreconditionRequiredException(String message) {
    super(STATUS, message);
  }
}
