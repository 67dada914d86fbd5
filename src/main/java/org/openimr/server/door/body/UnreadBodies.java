package org.openimr.server.door.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Reads to its end a request body that was refused unread.
 *
 * <p>The web server closes a connection on which a body is still coming. A client that keeps
 * connections would take that for a fault of its next request. Bodies of more than 256 KiB are left
 * alone: to end such a connection is cheaper than to read them.
 */
public final class UnreadBodies extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final int MOST = 256 * 1024;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // asked for first: after a reader was asked for there is no stream
    ServletInputStream body = request.getInputStream();
    try {
      chain.doFilter(request, response);
    } finally {
      drain(body);
    }
  }

  private static void drain(ServletInputStream body) {
    try {
      byte[] rest = new byte[8 * 1024];
      int left = MOST;
      while (left > 0 && !body.isFinished()) {
        int count = body.read(rest);
        if (count < 0) {
          return;
        }
        left -= count;
      }
    } catch (IOException gone) {
      // the client went away: there is nobody left whose next request could fail
      return;
    }
  }
}
