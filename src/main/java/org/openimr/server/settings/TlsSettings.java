package org.openimr.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * TLS spoken by the server itself.
 *
 * @param keystore PKCS 12 file with the server's key and certificates; empty for no TLS
 * @param keystorePassword its password
 * @param truststore PKCS 12 file of the authorities whose client certificates are accepted; empty
 *     for no client certificates
 * @param truststorePassword its password
 */
public record TlsSettings(
    @DefaultValue("") String keystore,
    @DefaultValue("") String keystorePassword,
    @DefaultValue("") String truststore,
    @DefaultValue("") String truststorePassword) {

  /** Refuses files that are not there. */
  public TlsSettings {
    require("keystore", keystore);
    require("truststore", truststore);
    if (keystore.isEmpty() && !truststore.isEmpty()) {
      throw new IllegalArgumentException(
          "openimr.tls.truststore needs openimr.tls.keystore beside it");
    }
  }

  private static void require(String key, String file) {
    if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
      throw new IllegalArgumentException("openimr.tls." + key + " must be a file that can be read");
    }
  }

  /** Whether the server speaks TLS. */
  public boolean on() {
    return !keystore.isEmpty();
  }
}
