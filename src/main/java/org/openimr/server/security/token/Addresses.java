package org.openimr.server.security.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.openimr.server.settings.Settings;

/**
 * The addresses of this server as its clients write them: what is set, or else, on this machine
 * alone, what the request names.
 *
 * <p>A name that the request brings is believed only if it stands for this machine: else a token or
 * an assertion made for another server could be used here by naming that server as host.
 */
public final class Addresses {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String FHIR = "/fhir";

  private final String configured;

  /** Those of a server with these settings. */
  public Addresses(Settings settings) {
    this.configured = settings.fhir().baseUrl();
  }

  /** The base address of the FHIR interface; empty if the request names another machine. */
  public Optional<String> base(HttpServletRequest request) {
    if (!configured.isEmpty()) {
      return Optional.of(configured);
    }
    String host = request.getServerName();
    if (!LOOPBACK.contains(host) || request.getServerPort() != request.getLocalPort()) {
      return Optional.empty();
    }
    return Optional.of(address(request, host));
  }

  /** Whether an address is one under which this request could have come. */
  public boolean isBase(String address, HttpServletRequest request) {
    return configured.isEmpty()
        ? LOOPBACK.stream().anyMatch(host -> address(request, host).equals(address))
        : configured.equals(address);
  }

  private static String address(HttpServletRequest request, String host) {
    return request.getScheme() + "://" + host + ":" + request.getLocalPort() + FHIR;
  }

  /** The name of the embedded issuer, given the base address of the FHIR interface. */
  public static String issuer(String base) {
    return base.substring(0, base.length() - FHIR.length());
  }
}
