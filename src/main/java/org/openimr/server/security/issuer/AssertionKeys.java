package org.openimr.server.security.issuer;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.Key;
import java.util.List;
import java.util.Set;
import org.openimr.server.security.client.Client;
import org.openimr.server.security.client.Clients;

/**
 * The one key of a client that an assertion names: by its {@code kid}, and of the type that its
 * algorithm needs. None if no key fits, or more than one.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html#signature-verification">SMART
 *     App Launch 2.2, signature verification</a>
 */
final class AssertionKeys implements JWSKeySelector<SecurityContext> {

  /** The algorithms that a client may sign with. */
  static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);

  private static final int LEAST_BITS = 2048;

  private final Clients clients;
  private final Client client;

  AssertionKeys(Clients clients, Client client) {
    this.clients = clients;
    this.client = client;
  }

  @Override
  public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context)
      throws KeySourceException {
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new RefusedAssertionException("The alg of the assertion must be RS384 or ES384.");
    }
    if (header.getKeyID() == null) {
      throw new RefusedAssertionException("The assertion must name its key in the header kid.");
    }
    if (header.getJWKURL() != null && !header.getJWKURL().toString().equals(client.keysAddress())) {
      throw new RefusedAssertionException(
          "The jku of the assertion is not the address that is registered for the client.");
    }
    KeyType type = KeyType.forAlgorithm(header.getAlgorithm());
    List<JWK> fitting =
        clients.keys(client, header.getKeyID()).getKeys().stream()
            .filter(key -> header.getKeyID().equals(key.getKeyID()))
            .filter(key -> type.equals(key.getKeyType()))
            .filter(key -> type.equals(KeyType.EC) || key.size() >= LEAST_BITS)
            .toList();
    return fitting.size() == 1 ? KeyConverter.toJavaKeys(fitting) : List.of();
  }
}
