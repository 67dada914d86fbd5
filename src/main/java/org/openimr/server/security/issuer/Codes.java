package org.openimr.server.security.issuer;

import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.StringUtils;

/**
 * The codes that people's programs exchange for tokens, each for once, in the database that all
 * nodes share; of a code only its hash is kept.
 *
 * <p>Tokens are not kept: they say all that there is to know, and hold for minutes.
 */
final class Codes implements OAuth2AuthorizationService {

  private final JdbcTemplate jdbc;
  private final RegisteredClientRepository clients;
  private final Clock clock;

  Codes(JdbcTemplate jdbc, RegisteredClientRepository clients, Clock clock) {
    this.jdbc = jdbc;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
        authorization.getToken(OAuth2AuthorizationCode.class);
    if (code == null) {
      return;
    }
    if (!code.isInvalidated()) {
      insert(authorization, code.getToken());
    } else if (delete(code.getToken()) == 0) {
      // another request was first with the same code
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }

  private void insert(OAuth2Authorization authorization, OAuth2AuthorizationCode code) {
    OAuth2AuthorizationRequest request =
        authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
    Map<String, Object> more = request.getAdditionalParameters();
    jdbc.update("delete from imr_code where expires_at < ?", Timestamp.from(clock.instant()));
    jdbc.update(
        "insert into imr_code (code_sha256, client_id, person, scopes, redirect_address, challenge,"
            + " nonce, issued_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        SeenAssertions.sha256(code.getTokenValue()),
        request.getClientId(),
        authorization.getPrincipalName(),
        String.join(" ", authorization.getAuthorizedScopes()),
        request.getRedirectUri(),
        more.get("code_challenge"),
        more.get("nonce"),
        Timestamp.from(code.getIssuedAt()),
        Timestamp.from(code.getExpiresAt()));
  }

  private int delete(OAuth2AuthorizationCode code) {
    return jdbc.update(
        "delete from imr_code where code_sha256 = ?", SeenAssertions.sha256(code.getTokenValue()));
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
        authorization.getToken(OAuth2AuthorizationCode.class);
    if (code != null) {
      delete(code.getToken());
    }
  }

  @Override
  public OAuth2Authorization findById(String id) {
    return null;
  }

  @Override
  public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
    return type == null || !"code".equals(type.getValue())
        ? null
        : jdbc
            .query(
                "select client_id, person, scopes, redirect_address, challenge, nonce, issued_at,"
                    + " expires_at from imr_code where code_sha256 = ?",
                (row, number) -> read(row, token),
                SeenAssertions.sha256(token))
            .stream()
            .findFirst()
            .orElse(null);
  }

  private OAuth2Authorization read(ResultSet row, String code) throws SQLException {
    RegisteredClient client = clients.findByClientId(row.getString("client_id"));
    if (client == null) {
      return null;
    }
    Set<String> scopes =
        StringUtils.commaDelimitedListToSet(row.getString("scopes").replace(' ', ','));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("code_challenge", row.getString("challenge"));
    more.put("code_challenge_method", "S256");
    if (row.getString("nonce") != null) {
      more.put("nonce", row.getString("nonce"));
    }
    OAuth2AuthorizationRequest request =
        OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri(IssuerContext.current().authorizationEndpoint())
            .clientId(client.getClientId())
            .redirectUri(row.getString("redirect_address"))
            .scopes(scopes)
            .additionalParameters(more)
            .build();
    String person = row.getString("person");
    Instant issued = row.getTimestamp("issued_at").toInstant();
    Instant expires = row.getTimestamp("expires_at").toInstant();
    return OAuth2Authorization.withRegisteredClient(client)
        .principalName(person)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizedScopes(scopes)
        .attribute(
            Principal.class.getName(),
            UsernamePasswordAuthenticationToken.authenticated(person, null, Set.of()))
        .attribute(OAuth2AuthorizationRequest.class.getName(), request)
        .token(new OAuth2AuthorizationCode(code, issued, expires))
        .build();
  }
}
