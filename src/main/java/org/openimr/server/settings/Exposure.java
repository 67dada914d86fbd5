package org.openimr.server.settings;

/**
 * Whether others than this machine can reach the server, and what must then be set.
 *
 * @see <a href="../../../../../../../docs/security.md">security</a>
 */
public final class Exposure {

  private static final String REACHED = "Others than this machine can reach the server, so ";

  private Exposure() {}

  /** Whether others than this machine can reach the server. */
  public static boolean of(Settings settings) {
    return !settings.server().address().isLoopbackAddress() || settings.access().behindProxy();
  }

  /** Whether the published demonstration tokens are accepted. */
  public static boolean demo(Settings settings) {
    AccessSettings access = settings.access();
    return access.demo()
        && !of(settings)
        && !access.external()
        && access.clientsFile().isEmpty()
        && access.usersFile().isEmpty();
  }

  /**
   * Refuses to be reached without TLS or under an address that is not known.
   *
   * @throws UnusableSettingException naming what must be set
   */
  static void check(Settings settings) {
    if (!of(settings)) {
      return;
    }
    if (!settings.tls().on() && !settings.access().behindProxy()) {
      throw refusal(
          "it needs TLS: set openimr.tls.keystore, or openimr.access.behind-proxy=true if a proxy"
              + " in front of it speaks TLS");
    }
    if (!settings.fhir().baseUrl().startsWith("https://")) {
      throw refusal("it must know the https address that clients use: set openimr.fhir.base-url");
    }
  }

  /**
   * Refuses to be reached where nobody could be known.
   *
   * @param clients whether any client is registered
   * @throws UnusableSettingException naming what must be set
   */
  public static void checkClients(Settings settings, boolean clients) {
    if (of(settings) && !settings.access().external() && !clients) {
      throw refusal(
          "it must know who may call: set openimr.access.issuer, or register clients in"
              + " openimr.access.clients-file");
    }
  }

  private static UnusableSettingException refusal(String sentence) {
    return new UnusableSettingException(REACHED + sentence + ".", null);
  }
}
