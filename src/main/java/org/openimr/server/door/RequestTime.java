package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.openimr.server.store.database.RequestDeadline;

/** Gives every request its time. */
final class RequestTime extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final Duration most;

  RequestTime(Duration most) {
    this.most = most;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestDeadline.in(most);
    try {
      chain.doFilter(request, response);
    } finally {
      RequestDeadline.none();
    }
  }
}
