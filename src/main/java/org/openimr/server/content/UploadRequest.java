package org.openimr.server.content;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.HeldBody;
import org.openimr.server.http.Outcomes;
import org.openimr.server.store.database.RequestDeadline;

/** A request that sends a content, as the FHIR interface sees it: a Binary in JSON. */
final class UploadRequest extends HttpServletRequestWrapper {

  private static final String JSON = "application/fhir+json";
  private static final Set<String> OF_THE_CONTENT =
      Set.of("content-encoding", "content-length", "transfer-encoding");

  private final String id;
  private final UploadLimits limits;
  private final ContentIntake intake;
  private ServletInputStream body;
  private boolean begun;

  /**
   * Makes it.
   *
   * @param id id of the Binary; null for a new one
   */
  UploadRequest(HttpServletRequest request, String id, UploadLimits limits, ContentIntake intake) {
    super(request);
    this.id = id;
    this.limits = limits;
    this.intake = intake;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      if (begun) {
        // what is left of a content that was broken off is no content
        throw new IOException("the content was not taken");
      }
      begun = true;
      body = new HeldBody(taken());
      // the time for a request begins when the content is there
      RequestDeadline.in(limits.request());
    }
    return body;
  }

  private byte[] taken() throws IOException {
    ServletInputStream sent = super.getInputStream();
    try {
      UploadedBody arriving =
          new UploadedBody(decompressed(sent), sent, getRequest().getContentLengthLong(), limits);
      arriving.checkAnnounced();
      return intake.take(
          arriving, id, getRequest().getContentType(), super.getHeader("X-Security-Context"));
    } catch (IOException brokenOff) {
      throw Outcomes.refusal(
          400,
          IssueType.INCOMPLETE,
          "The content did not arrive as a whole; nothing was stored.",
          null);
    }
  }

  private InputStream decompressed(InputStream sent) throws IOException {
    return "gzip".equalsIgnoreCase(super.getHeader("Content-Encoding"))
        ? new GZIPInputStream(sent)
        : sent;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public String getContentType() {
    return JSON;
  }

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }

  @Override
  public int getContentLength() {
    return -1;
  }

  @Override
  public long getContentLengthLong() {
    return -1;
  }

  @Override
  public String getHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("content-type")) {
      return JSON;
    }
    return OF_THE_CONTENT.contains(lower) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("content-type")) {
      return Collections.enumeration(Set.of(JSON));
    }
    return OF_THE_CONTENT.contains(lower) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }
}
