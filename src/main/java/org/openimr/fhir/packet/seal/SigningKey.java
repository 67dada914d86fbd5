package org.openimr.fhir.packet.seal;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;

/**
 * What packets are signed with.
 *
 * @param key the private key
 * @param chain its certificate, then those that vouch for it
 */
public record SigningKey(PrivateKey key, List<X509Certificate> chain) {

  private static final int LEAST_BITS = 2048;
  private static final int P256 = 256;
  private static final int P384 = 384;

  /**
   * Keeps its own copy.
   *
   * @throws IllegalArgumentException if it is none that can sign a packet
   */
  public SigningKey {
    chain = List.copyOf(chain);
    if (chain.isEmpty() || algorithm(chain.get(0).getPublicKey()) == null) {
      throw new IllegalArgumentException(
          "a key that signs is RSA of 2048 bits or more, or EC on P-256 or P-384, with certificate");
    }
  }

  /** The certificate of the key. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  JWSAlgorithm algorithm() {
    return algorithm(certificate().getPublicKey());
  }

  /** The algorithm for a key; null if there is none. RS256 is what CDex prefers. */
  static JWSAlgorithm algorithm(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength() >= LEAST_BITS ? JWSAlgorithm.RS256 : null;
    }
    if (key instanceof ECKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits == P256 ? JWSAlgorithm.ES256 : bits == P384 ? JWSAlgorithm.ES384 : null;
    }
    return null;
  }
}
