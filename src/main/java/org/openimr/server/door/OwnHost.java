package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;

/**
 * Refuses requests that name another machine as their host, where only this machine can reach the
 * server: a web page could else be made to speak to it under a name of its own, and the links in
 * answers are made from that name.
 *
 * <p>Where others can reach the server it knows its address, and the name is not looked at.
 */
final class OwnHost extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MISDIRECTED = 421;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!LOOPBACK.contains(request.getServerName())) {
      throw Outcomes.refusal(
          MISDIRECTED,
          IssueType.SECURITY,
          "This server answers to localhost alone; to be reached under another name it needs"
              + " openimr.fhir.base-url.",
          "http.Host");
    }
    chain.doFilter(request, response);
  }
}
