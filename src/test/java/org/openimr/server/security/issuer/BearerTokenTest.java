package org.openimr.server.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An access token of the embedded issuer is accepted if it holds in every respect. */
class BearerTokenTest {

  private static final String UNKNOWN = "The bearer token is not known here.";
  private static final String FOREIGN = "The bearer token is meant for another server.";

  @TempDir private static Path folder;
  private static IssuerInJetty issuer;
  private static RSAKey key;

  @BeforeAll
  static void start() throws Exception {
    issuer =
        new IssuerInJetty(
            folder.resolve("data"),
            Map.of("openimr.access.clients-file", TestKeys.clientsFile(folder).toString()));
    key = (RSAKey) issuer.signingKeys().getKeys().get(0);
  }

  @AfterAll
  static void stop() throws Exception {
    issuer.close();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.root())
        .audience(issuer.base())
        .subject("appeals")
        .claim("client_id", "appeals")
        .claim("scope", "system/Task.rs system/Claim.r")
        .claim("imr_role", "admin")
        .claim("imr_organization", "openimr")
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(200)));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, key, "at+jwt", key.getKeyID());
  }

  private static String signed(JWTClaimsSet.Builder claims, RSAKey by, String type, String kid)
      throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type == null ? null : new JOSEObjectType(type))
                .keyID(kid)
                .build(),
            claims.build());
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  private static HttpResponse<String> call(String token) {
    return issuer.get("/fhir/Task", "Authorization", "Bearer " + token);
  }

  private static void refused(String token, String why) {
    HttpResponse<String> answer = call(token);
    assertThat(answer.body()).isEqualTo(why);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"openimr\", error=\"invalid_token\"");
  }

  @Test
  void aTokenThatWasIssuedIsAccepted() throws Exception {
    Map<String, Object> answer =
        JSONObjectUtils.parse(
            issuer
                .post(
                    "/oauth2/token",
                    Assertion.form(
                        Assertion.forEndpoint(issuer.tokenEndpoint()).serialized(),
                        "scope",
                        "system/Patient.rs"))
                .body());
    assertThat(call((String) answer.get("access_token")).body())
        .isEqualTo("appeals|plan|vchcp|system/Patient.rs");
  }

  @Test
  void roleAndOrganizationAreThoseRegisteredNow() throws Exception {
    assertThat(call(signed(claims())).body()).startsWith("appeals|plan|vchcp|");
  }

  @Test
  void scopesThatAreNoLongerRegisteredAreLost() throws Exception {
    assertThat(call(signed(claims())).body()).isEqualTo("appeals|plan|vchcp|system/Task.rs");
  }

  @Test
  void withoutTokenTheCallerIsAnonymous() {
    assertThat(issuer.get("/fhir/Task").body()).isEqualTo("anonymous|||");
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    JWTClaimsSet.Builder late =
        claims()
            .issueTime(Date.from(Instant.now().minusSeconds(300)))
            .expirationTime(Date.from(Instant.now().minusSeconds(10)));
    refused(signed(late), "The bearer token has expired.");
    refused(signed(claims().expirationTime(null)), "The bearer token has expired.");
  }

  @Test
  void aTokenFromTheFutureIsRefused() throws Exception {
    Date future = Date.from(Instant.now().plusSeconds(60));
    refused(signed(claims().notBeforeTime(future)), "The bearer token does not hold yet.");
    refused(signed(claims().issueTime(future)), "The bearer token does not hold yet.");
  }

  @Test
  void aTokenForAnotherServerIsRefused() throws Exception {
    refused(signed(claims().audience("https://other.example.org/fhir")), FOREIGN);
    refused(signed(claims().audience(List.of(issuer.base(), "https://x.example.org"))), FOREIGN);
    refused(signed(claims().audience((String) null)), FOREIGN);
    refused(signed(claims().issuer("https://other.example.org")), FOREIGN);
    refused(signed(claims().issuer(null)), FOREIGN);
  }

  @Test
  void anUnsignedTokenIsRefused() {
    refused(new PlainJWT(claims().build()).serialize(), UNKNOWN);
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build(),
            claims().build());
    jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    refused(jwt.serialize(), UNKNOWN);
  }

  @Test
  void aTokenSignedByAnotherIsRefused() throws Exception {
    refused(signed(claims(), TestKeys.OTHER, "at+jwt", key.getKeyID()), UNKNOWN);
    refused(signed(claims(), key, "at+jwt", "another-kid"), UNKNOWN);
  }

  @Test
  void aTokenOfAnotherKindIsRefused() throws Exception {
    refused(signed(claims(), key, "JWT", key.getKeyID()), UNKNOWN);
    refused(signed(claims(), key, null, key.getKeyID()), UNKNOWN);
  }

  @Test
  void aClientsOwnAssertionIsNoToken() {
    refused(Assertion.forEndpoint(issuer.base()).serialized(), UNKNOWN);
  }

  @Test
  void aChangedTokenIsRefused() throws Exception {
    String[] mine = signed(claims()).split("\\.");
    String[] more = signed(claims().claim("client_id", "reviews")).split("\\.");
    refused(mine[0] + "." + more[1] + "." + mine[2], UNKNOWN);
  }

  @Test
  void theTokenOfAClientThatIsGoneIsRefused() throws Exception {
    refused(signed(claims().claim("client_id", "gone")), UNKNOWN);
    refused(signed(claims().claim("client_id", null)), UNKNOWN);
  }

  @Test
  void aClientThatWasDisabledIsOutAtOnce() throws Exception {
    String token = signed(claims().subject("reviews").claim("client_id", "reviews"));
    assertThat(call(token).statusCode()).isEqualTo(200);
    issuer.jdbc.update(
        "insert into imr_client (id, disabled, changed_at) values ('reviews', true, now())");
    refused(token, UNKNOWN);
    issuer.jdbc.update("delete from imr_client");
    assertThat(call(token).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer x y",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer a.b.c",
        "Bearer demo-plan-vchcp",
        "demo-plan-vchcp",
        "Bearer é"
      })
  void whatIsNoTokenIsRefused(String header) {
    HttpResponse<String> answer = issuer.get("/fhir/Task", "Authorization", header);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(UNKNOWN);
  }

  @Test
  void twoTokensAreNone() throws Exception {
    String header = "Bearer " + signed(claims());
    assertThat(
            issuer.get("/fhir/Task", "Authorization", header, "Authorization", header).statusCode())
        .isEqualTo(401);
  }

  @Test
  void theServerTellsClientsWhatItOffers() throws Exception {
    HttpResponse<String> answer =
        issuer.get("/fhir/.well-known/smart-configuration", "Accept", "application/fhir+xml");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    Map<String, Object> said = JSONObjectUtils.parse(answer.body());
    assertThat(said)
        .containsEntry("issuer", issuer.root())
        .containsEntry("token_endpoint", issuer.tokenEndpoint())
        .containsEntry("jwks_uri", issuer.root() + "/oauth2/jwks")
        .containsEntry("grant_types_supported", List.of("client_credentials"))
        .containsEntry("token_endpoint_auth_methods_supported", List.of("private_key_jwt"))
        .containsEntry(
            "token_endpoint_auth_signing_alg_values_supported", List.of("RS384", "ES384"))
        .containsEntry("code_challenge_methods_supported", List.of("S256"))
        .containsEntry("capabilities", List.of("client-confidential-asymmetric", "permission-v1"))
        .doesNotContainKey("authorization_endpoint");
    assertThat(issuer.get("/.well-known/oauth-authorization-server").statusCode()).isEqualTo(200);
    assertThat(issuer.get("/.well-known/openid-configuration").statusCode()).isEqualTo(404);
    assertThat(issuer.get("/oauth2/authorize?response_type=code").statusCode()).isEqualTo(404);
    assertThat(issuer.get("/login").statusCode()).isEqualTo(404);
  }

  @Test
  void thePublishedKeysAreThePublicOnes() {
    String keys = issuer.get("/oauth2/jwks").body();
    assertThat(keys).contains(key.getKeyID()).doesNotContain("\"d\"", "\"p\"", "\"q\"");
  }
}
