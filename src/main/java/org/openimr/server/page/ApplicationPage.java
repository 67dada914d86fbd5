package org.openimr.server.page;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The page on which a person types an application: {@code /application/}. It serves files alone;
 * what it shows and does comes over the FHIR interface, as for every other client.
 *
 * @see <a href="../../../../../../../docs/intake.md">intake</a>
 */
final class ApplicationPage extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String FOLDER = "/application";
  private static final String SIGN_IN = "/sign-in.json";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "json", "application/json");

  private final transient SignInOffer offer;

  ApplicationPage(SignInOffer offer) {
    this.offer = offer;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null) {
      String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
      response.setHeader("Location", "application/" + query);
      response.setStatus(HttpServletResponse.SC_FOUND);
    } else if (path.equals(SIGN_IN)) {
      response.setContentType(TYPES.get("json"));
      response.getWriter().write(JSONObjectUtils.toJSONString(offer.to(request)));
    } else {
      serve(path.equals("/") ? "/index.html" : path, response);
    }
  }

  private static void serve(String path, HttpServletResponse response) throws IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    // a name and its ending: no other folder can be named
    boolean name = path.matches("/[a-z-]+\\.[a-z]+");
    try (InputStream file =
        name && type != null ? ApplicationPage.class.getResourceAsStream(FOLDER + path) : null) {
      if (file == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType(type);
      file.transferTo(response.getOutputStream());
    }
  }
}
