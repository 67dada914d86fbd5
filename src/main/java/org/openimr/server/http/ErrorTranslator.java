package org.openimr.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.BodyFaults;
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

  /** Answers with a status and an outcome that says what was found and what was expected. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException translate(Throwable thrown, RequestDetails request) {
    BaseServerResponseException exception = classified(thrown);
    boolean known = Outcomes.ours(exception.getOperationOutcome());
    if (!known
        && request != null
        && exception.getStatusCode() == 400
        && ReadingFaults.inABody(thrown)) {
      List<Problem> faults = faults(request);
      if (!faults.isEmpty()) {
        return OperationFailures.refusal(new UnreadableResourceException(faults, true));
      }
    }
    String id = request == null ? "an entry of a bundle" : request.getRequestId();
    return known ? exception : told(exception, thrown, id);
  }

  /** The same for a request that goes by this id and of which nothing else is known. */
  public BaseServerResponseException translate(Throwable thrown, String requestId) {
    BaseServerResponseException exception = classified(thrown);
    return Outcomes.ours(exception.getOperationOutcome())
        ? exception
        : told(exception, thrown, requestId);
  }

  /** The parser stops at the first fault and does not say where it is. */
  private static List<Problem> faults(RequestDetails request) {
    String type = request.getHeader("Content-Type");
    boolean resource =
        request.getRequestType() == RequestTypeEnum.POST
            || request.getRequestType() == RequestTypeEnum.PUT;
    return resource && type != null
        ? BodyFaults.in(
                request.loadRequestContents(), type.contains("xml"), request.getFhirContext())
            .all()
        : List.of();
  }

  private static BaseServerResponseException told(
      BaseServerResponseException exception, Throwable thrown, String requestId) {
    int status = exception.getStatusCode();
    String sentence;
    if (clientGone(thrown)) {
      LOG.info("A client went away before it had its answer");
      sentence = "The client went away.";
    } else if (status >= 500) {
      LOG.error("Request {} failed: {}", requestId, Traces.withoutMessages(thrown));
      sentence = "The server failed; its log has the cause under " + requestId + ".";
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
  public boolean answer(BaseServerResponseException exception, HttpServletRequest request) {
    if (clientGone(exception)) {
      WholeAnswers.breakOff(request);
      return false;
    }
    return true;
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
    if (TimeFaults.include(thrown)) {
      return TimeFaults.answer();
    }
    if (SpaceFaults.include(thrown)) {
      LOG.error("The database has no space left");
      return SpaceFaults.answer();
    }
    BaseServerResponseException exception = said(thrown);
    if (Outcomes.ours(exception.getOperationOutcome())) {
      return exception;
    }
    int found = exception.getStatusCode() == 501 ? 405 : exception.getStatusCode();
    int due = HapiMessages.status(found, HapiMessages.all(thrown));
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
      if (cause instanceof SQLException data && dataFault(data)) {
        return new UnprocessableEntityException("see the outcome");
      }
      if (cause instanceof HttpException http && http.getCode() < 500) {
        return new UnclassifiedServerFailureException(http.getCode(), "see the outcome");
      }
    }
    return ReadingFaults.include(thrown)
        ? new InvalidRequestException("malformed", thrown)
        : new InternalErrorException(thrown);
  }

  /** SQL has a class of states for data that is too long, out of range or not text. */
  private static boolean dataFault(SQLException thrown) {
    return thrown.getSQLState() != null && thrown.getSQLState().startsWith("22");
  }

  private static IssueType issueType(int status) {
    return switch (status) {
      case 400 -> IssueType.INVALID;
      case 401 -> IssueType.LOGIN;
      case 403 -> IssueType.FORBIDDEN;
      case 404 -> IssueType.NOTFOUND;
      case 405, 406, 415 -> IssueType.NOTSUPPORTED;
      case 408 -> IssueType.TIMEOUT;
      case 409, 412 -> IssueType.CONFLICT;
      case 410 -> IssueType.DELETED;
      case 413 -> IssueType.TOOLONG;
      case 428 -> IssueType.REQUIRED;
      case 429 -> IssueType.THROTTLED;
      default -> status >= 500 ? IssueType.EXCEPTION : IssueType.PROCESSING;
    };
  }
}
