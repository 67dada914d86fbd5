package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import org.openimr.server.settings.LimitSettings;

/**
 * Holds every request body to the configured size and nesting, however it is sent.
 *
 * <p>What counts is the body after decompression, so that a small compressed one cannot unfold into
 * a large one. Reading past a limit throws, at the place in the body where it is passed.
 */
final class RequestLimits extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient LimitSettings limits;

  RequestLimits(LimitSettings limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new LimitedRequest(request, limits), response);
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {
    private final LimitSettings limits;
    private ServletInputStream body;

    LimitedRequest(HttpServletRequest request, LimitSettings limits) {
      super(request);
      this.limits = limits;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        ServletInputStream sent = super.getInputStream();
        if (getContentLengthLong() > limits.bodySize().toBytes()) {
          throw LimitedBody.tooLarge(limits, sent);
        }
        body = new LimitedBody(decompressed(sent), sent, limits);
      }
      return body;
    }

    /** The body comes out as it was before it was compressed. */
    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase("Content-Encoding") ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("Content-Encoding")
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private InputStream decompressed(InputStream sent) throws IOException {
      if (!"gzip".equalsIgnoreCase(super.getHeader("Content-Encoding"))) {
        return sent;
      }
      try {
        return new GZIPInputStream(sent);
      } catch (IOException notCompressed) {
        throw new UncheckedIOException(notCompressed);
      }
    }
  }
}
