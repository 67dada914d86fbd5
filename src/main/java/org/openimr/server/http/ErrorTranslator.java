package org.openimr.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jetty.io.EofException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong into a status and an OperationOutcome; the only place that knows HTTP
 * statuses.
 *
 * <p>An outcome written by this project is sent as it is. What HAPI says is said again in a
 * sentence of our own, because its messages quote the request and name its classes. A failure of
 * the server is logged without its messages, which may quote a patient, and answered with the
 * request id alone.
 */
@Interceptor
public final class ErrorTranslator {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorTranslator.class);

  /**
   * Answers with a status and an outcome that says what was found and what was expected.
   *
   * @param request the request, or null for an entry of a bundle
   */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException translate(Throwable thrown, RequestDetails request) {
    BaseServerResponseException exception = classified(thrown);
    if (Outcomes.ours(exception.getOperationOutcome())) {
      return exception;
    }
    int status = exception.getStatusCode();
    String sentence;
    if (clientGone(thrown)) {
      LOG.info("A client went away before it had its answer");
      sentence = "The client went away.";
    } else if (status >= 500) {
      String id = request == null ? "an entry of a bundle" : request.getRequestId();
      LOG.error("Request {} failed: {}", id, Traces.withoutMessages(thrown));
      sentence = "The server failed; its log has the cause under " + id + ".";
    } else {
      sentence = HapiMessages.sentence(status, HapiMessages.all(thrown));
    }
    OperationOutcome outcome = Outcomes.error(issueType(status), sentence);
    if (status < 500) {
      HapiMessages.expression(HapiMessages.all(thrown))
          .ifPresent(outcome.getIssueFirstRep()::addExpression);
    }
    exception.setOperationOutcome(outcome);
    return exception;
  }

  /**
   * Lets HAPI answer, unless nobody is there any more to answer.
   *
   * @return whether HAPI is to write the outcome
   */
  @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
  public boolean answer(BaseServerResponseException exception) {
    return !clientGone(exception);
  }

  private static boolean clientGone(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof EofException) {
        return true;
      }
    }
    return false;
  }

  private static BaseServerResponseException classified(Throwable thrown) {
    BaseServerResponseException exception = said(thrown);
    if (Outcomes.ours(exception.getOperationOutcome())) {
      return exception;
    }
    int due = HapiMessages.status(exception.getStatusCode(), HapiMessages.all(thrown));
    return due == exception.getStatusCode()
        ? exception
        : new UnclassifiedServerFailureException(due, "see the outcome");
  }

  private static BaseServerResponseException said(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BaseServerResponseException known
          && !(cause instanceof InternalErrorException)) {
        return known;
      }
      Optional<BaseServerResponseException> refusal = OperationFailures.answering(cause);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      if (cause instanceof DataFormatException || cause instanceof UncheckedIOException) {
        return new InvalidRequestException("malformed", thrown);
      }
    }
    return new InternalErrorException(thrown);
  }

  private static IssueType issueType(int status) {
    return switch (status) {
      case 400 -> IssueType.INVALID;
      case 401 -> IssueType.LOGIN;
      case 403 -> IssueType.FORBIDDEN;
      case 404 -> IssueType.NOTFOUND;
      case 405, 406, 415, 501 -> IssueType.NOTSUPPORTED;
      case 409, 412 -> IssueType.CONFLICT;
      case 410 -> IssueType.DELETED;
      case 413 -> IssueType.TOOLONG;
      case 428 -> IssueType.REQUIRED;
      case 429 -> IssueType.THROTTLED;
      default -> status >= 500 ? IssueType.EXCEPTION : IssueType.PROCESSING;
    };
  }
}
