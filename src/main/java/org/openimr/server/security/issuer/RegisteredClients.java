package org.openimr.server.security.issuer;

import java.time.Duration;
import org.openimr.server.security.client.Client;
import org.openimr.server.security.client.Clients;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Our clients as Spring Authorization Server knows clients. */
final class RegisteredClients implements RegisteredClientRepository {

  /** How long an access token holds. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);

  private final Clients clients;

  RegisteredClients(Clients clients) {
    this.clients = clients;
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("clients are registered elsewhere");
  }

  @Override
  public RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public RegisteredClient findByClientId(String id) {
    return clients.find(id).map(RegisteredClients::registered).orElse(null);
  }

  private static RegisteredClient registered(Client client) {
    RegisteredClient.Builder registered =
        RegisteredClient.withId(client.id())
            .clientId(client.id())
            .scopes(scopes -> scopes.addAll(client.scopes()))
            .tokenSettings(
                TokenSettings.builder()
                    .accessTokenTimeToLive(LIFETIME)
                    .authorizationCodeTimeToLive(CODE_LIFETIME)
                    .idTokenSignatureAlgorithm(SignatureAlgorithm.RS256)
                    .build());
    if (client.forPeople()) {
      return registered
          .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUris(
              addresses ->
                  client.redirectAddresses().forEach(address -> addresses.add(absolute(address))))
          .clientSettings(
              ClientSettings.builder()
                  .requireProofKey(true)
                  .requireAuthorizationConsent(false)
                  .build())
          .build();
    }
    return registered
        .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .clientSettings(
            ClientSettings.builder()
                .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS384)
                .build())
        .build();
  }

  // Our own page is wherever this server is.
  private static String absolute(String address) {
    return address.startsWith("/") ? IssuerContext.current().getIssuer() + address : address;
  }
}
