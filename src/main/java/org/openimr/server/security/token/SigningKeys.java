package org.openimr.server.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.openimr.server.security.SecretFiles;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.UnusableSettingException;

/**
 * The keys that the embedded issuer signs with: RSA for RS256, in a file that only the server's
 * user can read.
 *
 * <p>The first key of the file signs; tokens signed with any of them are accepted, so that a new
 * key can be put in front of the old one.
 */
public final class SigningKeys {

  private static final int BITS = 2048;

  private final JWKSet keys;

  private SigningKeys(JWKSet keys) {
    this.keys = keys;
  }

  /** Reads the keys, and makes one if none is set and there is none yet. */
  public static SigningKeys of(Settings settings) {
    String set = settings.access().keysFile();
    Path file =
        set.isEmpty()
            ? settings.data().directory().resolve("access").resolve("signing-keys.json")
            : Path.of(set);
    try {
      if (!Files.exists(file)) {
        SecretFiles.write(file, new JWKSet(make()).toString(false));
      }
      return new SigningKeys(checked(JWKSet.parse(Files.readString(file))));
    } catch (ParseException unreadable) {
      throw unusable();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static RSAKey make() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException everyJavaHasRsa) {
      throw new IllegalStateException(everyJavaHasRsa);
    }
  }

  private static JWKSet checked(JWKSet keys) {
    boolean usable =
        !keys.isEmpty()
            && keys.getKeys().stream()
                .allMatch(
                    key ->
                        key instanceof RSAKey
                            && key.isPrivate()
                            && key.getKeyID() != null
                            && key.size() >= BITS);
    if (!usable) {
      throw unusable();
    }
    return keys;
  }

  private static UnusableSettingException unusable() {
    return new UnusableSettingException(
        "The keys that tokens are signed with cannot be used: openimr.access.keys-file must be a"
            + " JWK Set of private RSA keys of 2048 bits or more, each with a kid.",
        null);
  }

  /** The key that signs. */
  public JWK first() {
    return keys.getKeys().get(0);
  }

  /** What others verify with. */
  public JWKSet verification() {
    return keys.toPublicJWKSet();
  }
}
