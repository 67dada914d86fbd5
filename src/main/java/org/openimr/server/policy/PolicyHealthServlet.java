package org.openimr.server.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.core.policy.ReviewPolicy;

/**
 * Answers which policies are at work and which were refused, with every reason.
 *
 * <p>Always 200: a broken policy is no reason to take a node out of service, because what it would
 * have replaced is still at work.
 */
final class PolicyHealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final transient PolicyShelf shelf;
  private final transient PolicyWatch watch;

  PolicyHealthServlet(PolicyShelf shelf, PolicyWatch watch) {
    this.shelf = shelf;
    this.watch = watch;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, List<String>> refused = watch.refused();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", refused.isEmpty() ? "up" : "refused");
    answer.put("atWork", shelf.get().all().stream().map(ReviewPolicy::toString).toList());
    answer.put("refused", refused);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(JSON.writeValueAsString(answer));
  }
}
