package org.openimr.server.audit;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.access.Caller;
import org.openimr.server.audit.record.AgentReader;
import org.openimr.server.audit.record.AuditAgent;
import org.openimr.server.audit.record.Recorder;
import org.openimr.server.door.RateLimits;
import org.openimr.server.http.RequestIds;
import org.openimr.server.security.Callers;

/**
 * Begins to watch each request to the FHIR interface, and records those that are refused before
 * they come to it.
 */
final class AuditFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY = 429;

  private final transient AgentReader agents;
  private final transient Callers callers;
  private final transient AuditRecords records;
  private final transient Recorder recorder;
  private final transient RateLimits rates;

  AuditFilter(
      AgentReader agents,
      Callers callers,
      AuditRecords records,
      Recorder recorder,
      RateLimits rates) {
    this.agents = agents;
    this.callers = callers;
    this.records = records;
    this.recorder = recorder;
    this.rates = rates;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    Asked asked = Asked.of(request.getMethod(), path, query.contains("_getpages="));
    RequestAudit watched =
        RequestAudit.begin(
            request,
            asked,
            AuditAgent.anonymous(agents.address(request)),
            RequestIds.of(request),
            request.getRequestURL().toString().replaceFirst("/fhir(?:/.*)?$", "/fhir"));
    try {
      chain.doFilter(request, response);
    } catch (IOException | RuntimeException | ServletException refusal) {
      if (!response.isCommitted()) {
        recordRefusal(watched, request, response, refusal);
      }
      throw refusal;
    } finally {
      RequestAudit.end();
    }
  }

  private void recordRefusal(
      RequestAudit watched,
      HttpServletRequest request,
      HttpServletResponse response,
      Exception refusal) {
    String failure = failure(refusal);
    if (watched.recorded()
        || failure.startsWith(String.valueOf(TOO_MANY))
        || !Recording.always(watched.asked())) {
      return;
    }
    if (!watched.identified()) {
      identify(watched, request);
      if (watched.agent().isAnonymous()) {
        rates.countUnknown(request);
      }
    }
    response.setHeader(RequestIds.HEADER, watched.requestId());
    watched.setRecorded();
    recorder.record(records.of(watched, AuditInterceptor.nothingKnown(watched.asked(), failure)));
  }

  private void identify(RequestAudit watched, HttpServletRequest request) {
    Caller caller = Caller.ANONYMOUS;
    try {
      caller = callers.callerOf(request);
    } catch (BaseServerResponseException nobody) {
      // the token does not hold, and the request is refused anyhow
    }
    watched.identify(agents.read(caller, request));
  }

  private static String failure(Exception refusal) {
    if (refusal instanceof BaseServerResponseException known) {
      return AuditInterceptor.failure(known.getStatusCode(), known);
    }
    if (refusal instanceof UnreadableResourceException unreadable) {
      return (unreadable.malformed() ? "400 " : "422 ") + unreadable.problems().get(0).code();
    }
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof org.eclipse.jetty.http.HttpException http) {
        return String.valueOf(http.getCode());
      }
    }
    return List.of(400, 500).get(refusal instanceof IOException ? 0 : 1).toString();
  }
}
