package org.openimr.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.swagger.v3.core.util.Yaml;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;

/**
 * The page that describes the interface, and its description as OpenAPI.
 *
 * <p>The page is our own, since HAPI's holds scripts and parts of the address. The description
 * takes seconds to make and is open to all: it is made once and kept for a while.
 */
@Interceptor
final class OpenApiPage extends OpenApiInterceptor {

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final String FOLDER = "/swagger-ui/";
  private static final Map<String, String> OURS =
      Map.of(
          FOLDER,
          "text/html",
          FOLDER + "index.html",
          "text/html",
          FOLDER + "start.js",
          "text/javascript");

  private String text;
  private String base;
  private long madeAt;

  @Override
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public boolean serveSwaggerUi(
      HttpServletRequest request, HttpServletResponse response, ServletRequestDetails details)
      throws IOException {
    String path = request.getPathInfo();
    if (path != null && OURS.containsKey(path)) {
      serve(path.equals(FOLDER) ? FOLDER + "index.html" : path, OURS.get(path), response);
      return false;
    }
    if (!"/api-docs".equals(path)) {
      return super.serveSwaggerUi(request, response, details);
    }
    response.setContentType("text/yaml;charset=UTF-8");
    response.getWriter().write(description(details));
    response.getWriter().close();
    return false;
  }

  private static void serve(String path, String type, HttpServletResponse response)
      throws IOException {
    response.setContentType(type + ";charset=UTF-8");
    try (InputStream file = OpenApiPage.class.getResourceAsStream(path)) {
      file.transferTo(response.getOutputStream());
    }
  }

  private synchronized String description(ServletRequestDetails details) {
    if (text == null || System.nanoTime() - madeAt > KEPT.toNanos()) {
      text = Yaml.pretty(generateOpenApi(details));
      base = details.getFhirServerBase();
      madeAt = System.nanoTime();
    }
    return text.replace(base, details.getFhirServerBase());
  }
}
