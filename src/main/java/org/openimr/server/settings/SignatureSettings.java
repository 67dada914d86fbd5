package org.openimr.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What packets are signed with, and whose signatures are trusted.
 *
 * @param keystore PKCS 12 file with the key and its certificates; empty for a development key,
 *     which is made in the folder of the data
 * @param keystorePassword its password
 * @param truststore PKCS 12 file of further certificates that are trusted when packets are
 *     verified; empty for none
 * @param truststorePassword its password
 */
public record SignatureSettings(
    @DefaultValue("") String keystore,
    @DefaultValue("") String keystorePassword,
    @DefaultValue("") String truststore,
    @DefaultValue("") String truststorePassword) {

  /** Refuses files that are not there. */
  public SignatureSettings {
    require("keystore", keystore);
    require("truststore", truststore);
  }

  private static void require(String key, String file) {
    if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
      throw new IllegalArgumentException(
          "openimr.signature." + key + " must be a file that can be read");
    }
  }
}
