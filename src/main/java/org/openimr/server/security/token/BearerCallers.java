package org.openimr.server.security.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.TokenRefusals;
import org.openimr.server.security.Callers;
import org.openimr.server.security.DemoCallers;

/**
 * The callers of bearer tokens: published ones for trying out, where they are allowed, and signed
 * ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class BearerCallers implements Callers {

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);

  private final DemoCallers demo;
  private final TokenReader tokens;

  /** Who is behind a signed token. */
  public interface TokenReader {

    /**
     * The caller.
     *
     * @param token the token as it was sent
     * @param request the request that it came with
     * @throws ca.uhn.fhir.rest.server.exceptions.AuthenticationException if it does not hold
     */
    Caller read(String token, HttpServletRequest request);
  }

  /** Looks among the published tokens first. */
  public BearerCallers(DemoCallers demo, TokenReader tokens) {
    this.demo = demo;
    this.tokens = tokens;
  }

  @Override
  public Caller callerOf(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.isEmpty()) {
      return Caller.ANONYMOUS;
    }
    Matcher bearer = BEARER.matcher(headers.get(0));
    if (headers.size() > 1 || !bearer.matches()) {
      throw TokenRefusals.unknown(Callers.UNKNOWN);
    }
    String token = bearer.group(1);
    return demo.find(token, request).orElseGet(() -> tokens.read(token, request));
  }
}
