package org.openimr.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.openimr.operation.access.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line per request, and counts and times it, without anything about a patient.
 *
 * <p>The line says method, interaction, resource type, operation, status, milliseconds, client and
 * request id. Addresses, ids, search values and bodies are never written.
 */
@Interceptor
public final class RequestLog extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger("org.openimr.requests");
  private static final String DETAILS = ServletRequestDetails.class.getName();

  private final transient MeterRegistry meters;

  RequestLog(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Keeps what HAPI knows of the request until it has been answered. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -1000)
  public void keep(ServletRequestDetails details) {
    details.getServletRequest().setAttribute(DETAILS, details);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      write(request, response, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void write(HttpServletRequest request, HttpServletResponse response, Duration taken) {
    ServletRequestDetails details = (ServletRequestDetails) request.getAttribute(DETAILS);
    String interaction = "other";
    String type = "-";
    String operation = "-";
    String client = "-";
    String id = "-";
    if (details != null) {
      interaction =
          details.getRestOperationType() == null
              ? "none"
              : details.getRestOperationType().getCode();
      type = details.getResourceName() == null ? "-" : known(details);
      operation = details.getRestOperationType() == null ? "-" : named(details.getOperation());
      client = Caller.of(details).client();
      id = details.getRequestId();
    }
    LOG.info(
        "{} {} {} {} {} {} ms {} {}",
        request.getMethod(),
        interaction,
        type,
        operation,
        response.getStatus(),
        taken.toMillis(),
        client,
        id);
    meters
        .timer(
            "openimr.requests",
            "interaction",
            interaction,
            "type",
            type,
            "status",
            Integer.toString(response.getStatus()))
        .record(taken);
  }

  private static String known(ServletRequestDetails details) {
    String type = details.getResourceName();
    return details.getFhirContext().getResourceTypes().contains(type) ? type : "unknown";
  }

  private static String named(String operation) {
    return operation == null || !operation.startsWith("$") ? "-" : operation;
  }
}
