package org.openimr.server.door.body;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every request body to the configured size and nesting, however it is sent.
 *
 * <p>What counts is the body after decompression, so that a small compressed one cannot unfold into
 * a large one. Reading past a limit throws, at the place in the body where it is passed.
 */
public final class RequestLimits extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(RequestLimits.class);

  private final transient BodyLimits limits;

  /**
   * Makes it.
   *
   * @param settings what a body may cost
   * @param room the memory for bodies; those that do not fit into it are refused as well
   */
  public RequestLimits(LimitSettings settings, BodyRoom room) {
    this.limits = BodyLimits.of(settings, room);
    if (limits.size() < settings.bodySize().toBytes()) {
      LOG.warn(
          "Bodies of at most {} MB are accepted, not {} MB: the heap of {} MB holds no more (-Xmx)",
          limits.size() >> 20,
          settings.bodySize().toMegabytes(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (BodyRoom.Place place = limits.room().new Place().forRequest()) {
      chain.doFilter(new LimitedRequest(request, limits, place), response);
    }
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {
    private final BodyLimits limits;
    private final BodyRoom.Place place;
    private ServletInputStream body;

    LimitedRequest(HttpServletRequest request, BodyLimits limits, BodyRoom.Place place) {
      super(request);
      this.limits = limits;
      this.place = place;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        ServletInputStream sent = super.getInputStream();
        if (getContentLengthLong() > limits.size()) {
          throw LimitedBody.tooLarge(limits, sent);
        }
        InputStream plain = decompressed(sent);
        long announced = plain == sent ? getContentLengthLong() : -1;
        body = new LimitedBody(plain, sent, announced, limits, place);
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
