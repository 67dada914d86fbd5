package org.openimr.server.content;

import ca.uhn.fhir.rest.api.EncodingEnum;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a content that is sent by itself, as a Binary of its own content type: it goes to where
 * contents are kept while it arrives, and what comes to the FHIR interface names it.
 *
 * <p>Nothing of it is read before the interface has decided that the caller may send it.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">FHIR R4, 2.40.4</a>
 */
public final class BinaryUpload extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient UploadLimits limits;
  private final transient ContentIntake intake;

  /**
   * Makes it.
   *
   * @param limits what it may cost
   * @param intake where it goes
   */
  BinaryUpload(UploadLimits limits, ContentIntake intake) {
    this.limits = limits;
    this.intake = intake;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    List<String> steps = Arrays.stream(path.split("/")).filter(each -> !each.isEmpty()).toList();
    chain.doFilter(
        uploads(request, steps)
            ? new UploadRequest(request, steps.size() == 2 ? steps.get(1) : null, limits, intake)
            : request,
        response);
  }

  private static boolean uploads(HttpServletRequest request, List<String> steps) {
    boolean write =
        request.getMethod().equals("POST") && steps.size() == 1
            || request.getMethod().equals("PUT") && steps.size() == 2;
    return write
        && steps.get(0).equals("Binary")
        && request.getContentType() != null
        && EncodingEnum.forContentTypeStrict(request.getContentType()) == null;
  }
}
