package org.openimr.server.security.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import org.openimr.operation.access.Scope;
import org.openimr.operation.access.Scopes;

/**
 * A registered program: either one that acts for an organization by itself and proves who it is
 * with a key, or one that people sign in with and that can keep no secret.
 *
 * @param id the {@code client_id}
 * @param role code of CodeSystem {@code imr-party} that it acts in; empty if people sign in with it
 * @param organization id of the Organization it acts for; empty if people sign in with it
 * @param scopes what it may ask for, as SMART scopes
 * @param keys its public keys; empty if they are at an address or it has none
 * @param keysAddress where its public keys are; empty if they are registered or it has none
 * @param redirectAddresses where people who sign in are sent back to; empty if it acts by itself
 * @param boundToCertificate whether its tokens hold only together with its client certificate
 * @param disabled whether it is refused for the time being
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html">SMART
 *     App Launch 2.2, asymmetric client authentication</a>
 */
public record Client(
    String id,
    String role,
    String organization,
    List<String> scopes,
    JWKSet keys,
    String keysAddress,
    List<String> redirectAddresses,
    boolean boundToCertificate,
    boolean disabled) {

  /** Keeps copies. */
  public Client {
    scopes = List.copyOf(scopes);
    redirectAddresses = List.copyOf(redirectAddresses);
  }

  /** Whether people sign in with it. */
  public boolean forPeople() {
    return !redirectAddresses.isEmpty();
  }

  /** Whether a scope may be granted to it. */
  public boolean mayAskFor(String scope) {
    return scopes.contains(scope)
        || Scope.parse(scope).map(asked -> Scopes.of(scopes).cover(asked)).orElse(false);
  }

  /** The same client, refused or accepted again. */
  Client disabled(boolean refused) {
    return new Client(
        id,
        role,
        organization,
        scopes,
        keys,
        keysAddress,
        redirectAddresses,
        boundToCertificate,
        refused);
  }
}
