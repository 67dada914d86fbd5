package org.openimr.server.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys of clients, made once for all tests, and files of clients that have them. */
final class TestKeys {

  static final RSAKey RSA = rsa("rsa", 2048);
  static final ECKey EC = ec("ec", Curve.P_384);
  static final RSAKey OTHER = rsa("other", 2048);

  private TestKeys() {}

  static RSAKey rsa(String kid, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(String kid, Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public keys of the client {@code appeals}. */
  static String jwks() {
    return new JWKSet(List.of(RSA, EC)).toString();
  }

  /** A file of two clients: {@code appeals} of vchcp and {@code reviews} of demo-imro. */
  static Path clientsFile(Path folder) throws IOException {
    String clients =
        """
        clients:
        - id: appeals
          role: plan
          organization: vchcp
          scopes: system/Task.rs system/Patient.cruds
          jwks: %s
        - id: reviews
          role: imro
          organization: demo-imro
          scopes: [system/*.rs]
          jwks: %s
        """
            .formatted(jwks(), new JWKSet(OTHER).toString());
    return Files.writeString(folder.resolve("clients.yaml"), clients);
  }
}
