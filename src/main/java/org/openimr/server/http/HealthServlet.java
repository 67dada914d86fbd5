package org.openimr.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;

/**
 * Answers whether the server lives ({@code /health/live}) and whether it can serve ({@code
 * /health/ready}: started, not stopping, and the database answers).
 *
 * <p>200 with {@code {"status":"up"}}, else 503 with {@code {"status":"down"}}.
 */
final class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int DATABASE_SECONDS = 2;

  private final transient ApplicationAvailability availability;
  private final transient DataSource dataSource;

  HealthServlet(ApplicationAvailability availability, DataSource dataSource) {
    this.availability = availability;
    this.dataSource = dataSource;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String question = request.getPathInfo() == null ? "" : request.getPathInfo();
    switch (question) {
      case "/live" -> answer(response, availability.getLivenessState() == LivenessState.CORRECT);
      case "/ready" -> answer(response, ready());
      default -> response.sendError(404);
    }
  }

  private boolean ready() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
        && databaseAnswers();
  }

  private boolean databaseAnswers() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(DATABASE_SECONDS);
    } catch (SQLException unreachable) {
      return false;
    }
  }

  private static void answer(HttpServletResponse response, boolean up) throws IOException {
    response.setStatus(up ? 200 : 503);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(up ? "{\"status\":\"up\"}" : "{\"status\":\"down\"}");
  }
}
