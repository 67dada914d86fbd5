package org.openimr.server.audit;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openimr.server.audit.record.AgentReader;
import org.openimr.server.audit.record.AuditAgent;
import org.openimr.server.audit.record.AuditIds;
import org.openimr.server.audit.record.AuditRecord;
import org.openimr.server.audit.record.Recorder;
import org.openimr.server.door.RateLimits;
import org.openimr.server.http.RequestIds;

/**
 * Records every token that is issued or refused, before it is answered.
 *
 * <p>Of a token only its {@code jti} is kept, of the request only what is no secret. A refused
 * request is recorded under the client that it claims to be.
 *
 * @see <a href="https://profiles.ihe.net/ITI/IUA/index.html#371-get-access-token-iti-71">IHE IUA,
 *     ITI-71</a>
 */
final class TokenAudit extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final List<String> PLAIN = List.of("grant_type", "scope", "client_id", "resource");
  private static final String PRINTABLE = "[\\x21-\\x7E]{1,100}";
  private static final int UNAVAILABLE = 503;

  private final transient AgentReader agents;
  private final transient Recorder recorder;
  private final transient RateLimits rates;
  private final transient Clock clock;

  TokenAudit(AgentReader agents, Recorder recorder, RateLimits rates, Clock clock) {
    this.agents = agents;
    this.recorder = recorder;
    this.rates = rates;
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getMethod().equals("POST")) {
      chain.doFilter(request, response);
      return;
    }
    HeldAnswer held = new HeldAnswer(response);
    chain.doFilter(request, held);
    try {
      if (response.getStatus() >= 400) {
        rates.countUnknown(request);
      }
      recorder.record(List.of(record(request, response.getStatus(), held.text())));
    } catch (BaseServerResponseException refusal) {
      refuse(response, refusal);
      return;
    }
    held.send();
  }

  /** Too many, or not to be recorded: one is to come again in either case. */
  private static void refuse(HttpServletResponse response, BaseServerResponseException refusal)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", "temporarily_unavailable");
    body.put(
        "error_description",
        refusal.getStatusCode() == UNAVAILABLE
            ? "The request could not be recorded; try again later."
            : "There were too many requests that were refused.");
    response.setStatus(refusal.getStatusCode());
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Retry-After", refusal.getResponseHeaders().get("Retry-After").get(0));
    response.getWriter().write(JSONObjectUtils.toJSONString(body));
  }

  private AuditRecord record(HttpServletRequest request, int status, String answer) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Object> members = members(answer);
    boolean issued = status < 400;
    String address = agents.address(request);
    return new AuditRecord(
        AuditIds.at(now),
        now,
        AuditRecord.TOKEN,
        "",
        issued ? "" : (status + " " + members.getOrDefault("error", "")).strip(),
        issued
            ? holder(String.valueOf(members.get("access_token")), address)
            : claimed(request, address),
        RequestIds.sent(request).orElse(""),
        request.getRequestURL().toString(),
        query(request),
        List.of());
  }

  private static Map<String, Object> members(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException noJson) {
      return Map.of();
    }
  }

  private static AuditAgent holder(String token, String address) {
    JWTClaimsSet claims = claims(token);
    String client = text(claims, "client_id");
    String subject = text(claims, "sub");
    return new AuditAgent(
        client.isEmpty() ? AuditAgent.ANONYMOUS : client,
        text(claims, "imr_role"),
        text(claims, "imr_organization"),
        subject.equals(client) ? "" : subject,
        text(claims, "jti"),
        "",
        address);
  }

  private static AuditAgent claimed(HttpServletRequest request, String address) {
    String client = request.getParameter("client_id");
    if (client == null && request.getParameter("client_assertion") != null) {
      client = text(claims(request.getParameter("client_assertion")), "sub");
    }
    return client != null && client.matches(PRINTABLE)
        ? new AuditAgent(client, "", "", "", "", "", address)
        : AuditAgent.anonymous(address);
  }

  private static JWTClaimsSet claims(String jwt) {
    try {
      return SignedJWT.parse(jwt).getJWTClaimsSet();
    } catch (ParseException none) {
      return new JWTClaimsSet.Builder().build();
    }
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  private static String query(HttpServletRequest request) {
    return "POST "
        + request.getRequestURL()
        + "?"
        + PLAIN.stream()
            .filter(name -> request.getParameter(name) != null)
            .map(name -> name + "=" + encoded(request.getParameter(name)))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(
        value.length() > 1000 ? value.substring(0, 1000) : value, StandardCharsets.UTF_8);
  }
}
