package org.openimr.server.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openimr.fhir.packet.seal.SignerName;
import org.openimr.fhir.packet.seal.SigningKey;
import org.openimr.server.settings.UnusableSettingException;

/**
 * A PKCS 12 file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7292">RFC 7292</a>
 */
final class KeyFile {

  private final String setting;
  private final KeyStore store;
  private final char[] password;

  /**
   * Opens a file.
   *
   * @param setting the setting that names it
   * @throws UnusableSettingException if it is none, or the password is another
   */
  KeyFile(String setting, Path file, String password) {
    this.setting = setting;
    this.password = password.toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      this.store = KeyStore.getInstance("PKCS12");
      this.store.load(in, this.password);
    } catch (IOException | GeneralSecurityException unreadable) {
      throw unusable("must be a PKCS 12 file that its password opens.", unreadable);
    }
  }

  private UnusableSettingException unusable(String sentence, Exception cause) {
    return new UnusableSettingException(setting + " " + sentence, cause);
  }

  /** The one key that it holds. */
  SigningKey key() {
    try {
      List<String> keys =
          Collections.list(store.aliases()).stream().filter(this::holdsKey).toList();
      if (keys.size() != 1) {
        throw unusable("must hold one key.", null);
      }
      Certificate[] chain = store.getCertificateChain(keys.get(0));
      SigningKey key =
          new SigningKey(
              (PrivateKey) store.getKey(keys.get(0), password),
              Arrays.stream(chain).map(X509Certificate.class::cast).toList());
      if (SignerName.of(key.chain().get(0)) == null) {
        throw unusable(
            "must have a certificate whose subject alternative name is a National Provider"
                + " Identifier or an address.",
            null);
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException unfit) {
      throw unusable(
          "must hold a key of RSA with 2048 bits or more, or EC on P-256 or P-384.", unfit);
    }
  }

  private boolean holdsKey(String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException notLoaded) {
      throw new IllegalStateException(notLoaded);
    }
  }

  /** The certificates that it holds beside keys. */
  Set<X509Certificate> certificates() {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (GeneralSecurityException notLoaded) {
      throw new IllegalStateException(notLoaded);
    }
    return certificates;
  }
}
