package org.openimr.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;

/** The ids by which clients, log and records speak of one request. */
public final class RequestIds {

  /** The header that carries it, in requests and answers. */
  public static final String HEADER = "X-Request-ID";

  private static final String FORM = "[A-Za-z0-9-]{1,64}";

  private RequestIds() {}

  /** The id that the client gave; nothing if it gave none that can be repeated to it. */
  public static Optional<String> sent(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(HEADER)).filter(id -> id.matches(FORM));
  }

  /** The id that the client gave, or else a new one. */
  public static String of(HttpServletRequest request) {
    return sent(request).orElseGet(() -> UUID.randomUUID().toString());
  }
}
