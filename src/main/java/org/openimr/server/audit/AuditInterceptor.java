package org.openimr.server.audit;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.operation.access.Caller;
import org.openimr.server.audit.AuditRecords.Outcome;
import org.openimr.server.audit.record.AgentReader;
import org.openimr.server.audit.record.Recorder;
import org.openimr.server.door.RateLimits;

/**
 * Records what the FHIR interface is about to answer, and what it refuses, before the answer
 * leaves. If that fails, the answer is 503 instead.
 *
 * <p>What was written has been recorded with its transaction by {@link WriteAudit}.
 */
@Interceptor
public final class AuditInterceptor {

  /** Too many requests: recording each would be what the sender wants. */
  private static final int TOO_MANY = 429;

  // once it is known who calls, before anything else may refuse
  private static final int AFTER_IDENTIFICATION = 10;

  // when no other interceptor changes or refuses the answer any more
  private static final int LAST = 1_000_000;
  private static final int FIRST = -1_000_000;

  private final AgentReader agents;
  private final AnsweredRequest answered;
  private final AuditRecords records;
  private final Recorder recorder;
  private final RateLimits rates;

  AuditInterceptor(
      AgentReader agents,
      AnsweredRequest answered,
      AuditRecords records,
      Recorder recorder,
      RateLimits rates) {
    this.agents = agents;
    this.answered = answered;
    this.records = records;
    this.recorder = recorder;
    this.rates = rates;
  }

  /** Notes the names by which the interface knows the request, before anybody may refuse it. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = FIRST)
  public void name(ServletRequestDetails details) {
    RequestAudit.of(details.getServletRequest())
        .ifPresent(request -> request.name(details.getRequestId(), details.getFhirServerBase()));
  }

  /** Notes who calls. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = AFTER_IDENTIFICATION)
  public void identify(ServletRequestDetails details) {
    RequestAudit.of(details.getServletRequest())
        .ifPresent(
            request ->
                request.identify(agents.read(Caller.of(details), details.getServletRequest())));
  }

  /** Records an answer. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = LAST)
  public void record(ServletRequestDetails details, ResponseDetails response) {
    RequestAudit request = RequestAudit.of(details.getServletRequest()).orElse(null);
    if (request == null) {
      return;
    }
    if (request.hasWritten()) {
      recorder.settle(request.requestId());
    }
    if (request.recorded() || !due(request)) {
      return;
    }
    Resource resource = (Resource) response.getResponseResource();
    boolean page = request.asked().type().isEmpty() && request.asked().isSearch();
    if (page && Subjects.within(resource).isEmpty()) {
      return;
    }
    List<Outcome> outcomes =
        request.asked().isBundle() && details.getResource() instanceof Bundle sent
            ? answered.entries(request, sent, (Bundle) resource)
            : List.of(answered.outcome(request, details, resource));
    store(request, outcomes);
  }

  /**
   * Records an answer that an operation writes itself.
   *
   * @param tasks the Tasks that it tells of, by reference; none if it tells of none singly
   */
  public void recordTasks(ServletRequestDetails details, Collection<String> tasks) {
    if (!tasks.isEmpty()) {
      RequestAudit.of(details.getServletRequest())
          .ifPresent(request -> answered.cases(tasks).forEach(request::cameUpon));
    }
    record(details, new ResponseDetails());
  }

  private static boolean due(RequestAudit request) {
    return Recording.always(request.asked())
        || request.asked().isOperation() && !request.cases().isEmpty();
  }

  /** Records a refusal. */
  @Hook(value = Pointcut.SERVER_HANDLE_EXCEPTION, order = FIRST)
  public boolean recordRefusal(ServletRequestDetails details, BaseServerResponseException refusal) {
    RequestAudit request = RequestAudit.of(details.getServletRequest()).orElse(null);
    int status = refusal.getStatusCode();
    if (request == null || request.recorded() || status == TOO_MANY) {
      return true;
    }
    boolean hidden = status == 401 || status == 403 || status == 404;
    boolean searched = request.asked().isOperation() && hidden && !request.agent().isAnonymous();
    if (!due(request) && !searched) {
      return true;
    }
    // a token that does not hold is refused before requests are counted
    if (!request.identified()) {
      rates.countUnknown(details.getServletRequest());
    }
    String failure = failure(status, refusal);
    List<Outcome> outcomes =
        request.asked().isBundle() && details.getResource() instanceof Bundle sent
            ? answered.refusedEntries(sent, failure)
            : List.of(answered.refused(request, details, failure));
    store(request, outcomes);
    return true;
  }

  private void store(RequestAudit request, List<Outcome> outcomes) {
    // if it cannot be stored, that is not recorded either
    request.setRecorded();
    recorder.record(outcomes.stream().flatMap(one -> records.of(request, one).stream()).toList());
  }

  /** Status and code alone: sentences are for the client. */
  static String failure(int status, BaseServerResponseException refusal) {
    String code =
        refusal.getOperationOutcome() instanceof OperationOutcome outcome
                && outcome.hasIssue()
                && outcome.getIssueFirstRep().hasCode()
            ? " " + outcome.getIssueFirstRep().getCode().toCode()
            : "";
    return status + code;
  }

  /** What nothing is known of. */
  static Outcome nothingKnown(Asked asked, String failure) {
    return new Outcome(
        asked, failure, "", OperationSubjects.target(asked), Map.<String, Set<String>>of());
  }
}
