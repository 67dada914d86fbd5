package org.openimr.server.door.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Reads to its end a request body that was refused unread, at whatever address.
 *
 * <p>The web server closes a connection on which a body is still coming: a client that still sends
 * would not see its answer, and one that keeps connections would take that for a fault of its next
 * request. Of a body no more than 1 MiB is read: to end such a connection is cheaper.
 */
public final class UnreadBodies extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final int MOST = 1 << 20;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      drain(request);
    }
  }

  // The stream is not asked for before: forms would then have no parameters.
  private static void drain(HttpServletRequest request) {
    try {
      try {
        request.getInputStream().skip(MOST);
      } catch (IllegalStateException readAsText) {
        request.getReader().skip(MOST);
      }
    } catch (IOException | IllegalStateException gone) {
      // the client went away: there is nobody left whose next request could fail
      return;
    }
  }
}
