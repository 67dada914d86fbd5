package org.openimr.server.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program gets a token for an assertion that holds in every respect, and for no other. */
class TokenEndpointTest {

  private static final String UNKNOWN =
      "The client is not registered here, or its key with this kid did not sign the assertion.";

  @TempDir private static Path folder;
  private static IssuerInJetty issuer;

  @BeforeAll
  static void start() throws Exception {
    issuer =
        new IssuerInJetty(
            folder.resolve("data"),
            Map.of("openimr.access.clients-file", TestKeys.clientsFile(folder).toString()));
  }

  @AfterAll
  static void stop() throws Exception {
    issuer.close();
  }

  private static Assertion right() {
    return Assertion.forEndpoint(issuer.tokenEndpoint());
  }

  private static HttpResponse<String> ask(String assertion, String... more) {
    return issuer.post("/oauth2/token", Assertion.form(assertion, more));
  }

  private static Map<String, Object> json(HttpResponse<String> answer) throws Exception {
    return JSONObjectUtils.parse(answer.body());
  }

  private static void refused(HttpResponse<String> answer, int status, String error, String why)
      throws Exception {
    assertThat(answer.body()).startsWith("{");
    assertThat(json(answer))
        .containsEntry("error", error)
        .containsEntry("error_description", why)
        .doesNotContainKey("access_token");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private static void refused(Assertion assertion, String why) throws Exception {
    refused(ask(assertion.serialized()), 401, "invalid_client", why);
  }

  @Test
  void rs384GivesAToken() throws Exception {
    HttpResponse<String> answer = ask(right().serialized(), "scope", "system/Task.rs");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(json(answer))
        .containsOnlyKeys("access_token", "token_type", "expires_in", "scope")
        .containsEntry("token_type", "Bearer")
        .containsEntry("scope", "system/Task.rs");
    assertThat((Long) json(answer).get("expires_in")).isBetween(290L, 300L);
  }

  @Test
  void es384GivesAToken() throws Exception {
    Assertion signed = right().signed(JWSAlgorithm.ES384, TestKeys.EC, "ec");
    assertThat(ask(signed.serialized()).statusCode()).isEqualTo(200);
  }

  @Test
  void anAssertionNeedNotSayWhenItWasMade() {
    assertThat(ask(right().claim("iat", null).serialized()).statusCode()).isEqualTo(200);
  }

  @Test
  void theTokenSaysForWhatServerClientRoleAndOrganizationItIs() throws Exception {
    String token = (String) json(ask(right().serialized())).get("access_token");
    SignedJWT jwt = SignedJWT.parse(token);
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(issuer.root());
    assertThat(claims.getAudience()).containsExactly(issuer.base());
    assertThat(claims.getSubject()).isEqualTo("appeals");
    assertThat(claims.getStringClaim("client_id")).isEqualTo("appeals");
    assertThat(claims.getStringClaim("imr_role")).isEqualTo("plan");
    assertThat(claims.getStringClaim("imr_organization")).isEqualTo("vchcp");
  }

  @Test
  void withoutScopeAllThatIsRegisteredIsGranted() throws Exception {
    Map<String, Object> answer = json(ask(right().serialized()));
    assertThat(answer.get("scope").toString().split(" "))
        .containsExactlyInAnyOrder("system/Task.rs", "system/Patient.cruds");
  }

  @Test
  void aPartOfWhatIsRegisteredIsGrantedAsAsked() throws Exception {
    Map<String, Object> answer =
        json(ask(right().serialized(), "scope", "system/Patient.r system/Task.read"));
    assertThat(answer.get("scope").toString().split(" "))
        .containsExactlyInAnyOrder("system/Patient.r", "system/Task.read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system/Task.u",
        "system/*.rs",
        "system/Task.rs system/Claim.r",
        "user/Task.rs",
        "patient/Task.rs",
        "system/Task.sr",
        "system/Task.rs?status=ready",
        "openid",
        "everything"
      })
  void moreThanIsRegisteredIsRefused(String scope) throws Exception {
    refused(
        ask(right().serialized(), "scope", scope),
        400,
        "invalid_scope",
        "A scope was asked for that the client is not registered for.");
  }

  @Test
  void anAssertionIsUsedOnce() throws Exception {
    String assertion = right().serialized();
    assertThat(ask(assertion).statusCode()).isEqualTo(200);
    refused(
        ask(assertion),
        401,
        "invalid_client",
        "An assertion with this jti was used before; make a new one for each request.");
  }

  @Test
  void aRestartForgetsNoAssertionThatWasUsed() throws Exception {
    String assertion = right().serialized();
    assertThat(ask(assertion).statusCode()).isEqualTo(200);
    assertThat(
            issuer.jdbc.queryForObject(
                "select count(*) from imr_assertion where jti_sha256 = ?",
                Integer.class,
                SeenAssertions.sha256(SignedJWT.parse(assertion).getJWTClaimsSet().getJWTID())))
        .isEqualTo(1);
    SeenAssertions ofAnotherNode = new SeenAssertions(issuer.jdbc, java.time.Clock.systemUTC());
    String jti = SignedJWT.parse(assertion).getJWTClaimsSet().getJWTID();
    assertThat(ofAnotherNode.first("appeals", jti, Instant.now().plusSeconds(60))).isFalse();
    assertThat(ofAnotherNode.first("reviews", jti, Instant.now().plusSeconds(60))).isTrue();
  }

  @Test
  void anAssertionForAnotherEndpointIsRefused() throws Exception {
    String why = "The aud of the assertion must be exactly " + issuer.tokenEndpoint() + ".";
    for (String audience :
        List.of(
            "https://other.example.org/oauth2/token",
            issuer.root(),
            issuer.base(),
            issuer.tokenEndpoint() + "/",
            issuer.tokenEndpoint().toUpperCase(java.util.Locale.ROOT))) {
      refused(right().claim("aud", audience), why);
    }
    refused(
        right().claim("aud", List.of(issuer.tokenEndpoint(), "https://other.example.org")), why);
    refused(right().claim("aud", null), why);
  }

  @Test
  void anAssertionIsNotTakenForAnotherServerByNamingItAsHost() throws Exception {
    String assertion = Assertion.forEndpoint("http://imr.example.org/oauth2/token").serialized();
    java.net.Socket socket = new java.net.Socket("127.0.0.1", URI.create(issuer.root()).getPort());
    String body =
        "grant_type=client_credentials&client_assertion_type="
            + IssuerInJetty.encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            + "&client_assertion="
            + assertion;
    socket
        .getOutputStream()
        .write(
            ("POST /oauth2/token HTTP/1.1\r\nHost: imr.example.org\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("The Host header names another machine than this.")
        .doesNotContain("access_token");
  }

  @Test
  void anExpiredAssertionIsRefused() throws Exception {
    String why = "The assertion must have an exp that is to come.";
    refused(right().claim("iat", null).claim("exp", seconds(-60)), why);
    refused(right().claim("exp", null), why);
  }

  @Test
  void anAssertionThatHoldsTooLongIsRefused() throws Exception {
    String why = "The exp of the assertion must be at most five minutes away.";
    refused(right().claim("iat", null).claim("exp", seconds(330)), why);
    refused(right().claim("exp", seconds(86_400)), why);
    refused(right().claim("iat", seconds(-200)).claim("exp", seconds(150)), why);
  }

  @Test
  void anAssertionFromTheFutureIsRefused() throws Exception {
    String why = "The iat and nbf of the assertion must not be to come.";
    refused(right().claim("iat", seconds(60)), why);
    refused(right().claim("nbf", seconds(60)), why);
  }

  private static Date seconds(int away) {
    return Date.from(Instant.now().plusSeconds(away));
  }

  @Test
  void anAssertionWithoutIdIsRefused() throws Exception {
    String why = "The assertion must have a jti of at most 500 characters.";
    refused(right().claim("jti", null), why);
    refused(right().claim("jti", " "), why);
    refused(right().claim("jti", "x".repeat(501)), why);
  }

  @Test
  void issuerAndSubjectAreTheClient() throws Exception {
    refused(
        right().claim("sub", "reviews"),
        "The iss and the sub of the assertion must both be the client_id.");
    refused(
        right().claim("sub", null),
        "The iss and the sub of the assertion must both be the client_id.");
    refused(
        ask(right().serialized(), "client_id", "reviews"),
        401,
        "invalid_client",
        "The client_id is not the iss of the assertion.");
    assertThat(ask(right().serialized(), "client_id", "appeals").statusCode()).isEqualTo(200);
  }

  @Test
  void anUnsignedAssertionIsRefused() throws Exception {
    refused(
        ask(new PlainJWT(right().claims.build()).serialize()),
        401,
        "invalid_client",
        "The client_assertion must be a signed JWT whose iss is the client_id.");
  }

  @Test
  void anAssertionSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), right().claims.build());
    jwt.sign(new MACSigner(TestKeys.RSA.toRSAPublicKey().getEncoded()));
    refused(
        ask(jwt.serialize()),
        401,
        "invalid_client",
        "The alg of the assertion must be RS384 or ES384.");
  }

  @ParameterizedTest
  @CsvSource({"RS256", "RS512", "PS384"})
  void anotherAlgorithmIsRefused(String algorithm) throws Exception {
    refused(
        right().signed(JWSAlgorithm.parse(algorithm), TestKeys.RSA, "rsa"),
        "The alg of the assertion must be RS384 or ES384.");
  }

  @Test
  void aKeyThatIsNotTheClientsIsRefused() throws Exception {
    refused(right().signed(JWSAlgorithm.RS384, TestKeys.OTHER, "rsa"), UNKNOWN);
    refused(right().signed(JWSAlgorithm.RS384, TestKeys.OTHER, "other"), UNKNOWN);
    refused(right().signed(JWSAlgorithm.RS384, TestKeys.RSA, "ec"), UNKNOWN);
    refused(right().signed(JWSAlgorithm.RS384, TestKeys.RSA, "unknown"), UNKNOWN);
    refused(right().signed(JWSAlgorithm.ES384, TestKeys.ec("ec", Curve.P_384), "ec"), UNKNOWN);
    refused(
        right().signed(JWSAlgorithm.RS384, TestKeys.RSA, null),
        "The assertion must name its key in the header kid.");
  }

  @Test
  void aKeyThatTheAssertionBringsItselfIsNotUsed() throws Exception {
    refused(
        right()
            .signed(JWSAlgorithm.RS384, TestKeys.OTHER, "rsa")
            .header(header -> header.jwk(TestKeys.OTHER.toPublicJWK())),
        UNKNOWN);
    refused(
        right().header(header -> header.jwkURL(URI.create("https://evil.example.org/keys"))),
        "The jku of the assertion is not the address that is registered for the client.");
  }

  @Test
  void aChangedAssertionIsRefused() throws Exception {
    String[] parts = right().serialized().split("\\.");
    String[] other = right().claim("iss", "appeals").claim("x", 1).serialized().split("\\.");
    refused(ask(parts[0] + "." + other[1] + "." + parts[2]), 401, "invalid_client", UNKNOWN);
  }

  @Test
  void aClientThatIsNotRegisteredIsToldNoMoreThanOneWithAWrongKey() throws Exception {
    refused(right().claim("iss", "nobody").claim("sub", "nobody"), UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x.y.z", "e30.e30.", "e30.e30.e30", "....", "é"})
  void whatIsNoAssertionIsRefused(String assertion) throws Exception {
    refused(
        ask(assertion),
        401,
        "invalid_client",
        "The client_assertion must be a signed JWT whose iss is the client_id.");
  }

  @Test
  void aRequestThatIsNoTokenRequestIsRefused() throws Exception {
    Map<String, String> form = Assertion.form(right().serialized());
    form.remove("client_assertion_type");
    refused(
        issuer.post("/oauth2/token", form),
        400,
        "invalid_request",
        "A parameter is missing, repeated or not understood.");
    form = Assertion.form(right().serialized(), "client_assertion_type", "urn:other");
    assertThat(issuer.post("/oauth2/token", form).statusCode()).isEqualTo(401);
    form = new HashMap<>(Map.of("grant_type", "client_credentials"));
    refused(
        issuer.post("/oauth2/token", form),
        401,
        "invalid_client",
        "The request carries no client_assertion.");
    form = new HashMap<>(Map.of("grant_type", "client_credentials", "client_id", "appeals"));
    form.put("client_secret", "secret");
    assertThat(issuer.post("/oauth2/token", form).statusCode()).isEqualTo(401);
    refused(
        issuer.post(
            "/oauth2/token", Assertion.form(right().serialized(), "grant_type", "password")),
        400,
        "unsupported_grant_type",
        "The grant_type must be client_credentials or authorization_code.");
    assertThat(issuer.post("/oauth2/token", "{}", "application/json").statusCode()).isEqualTo(401);
    assertThat(issuer.get("/oauth2/token").statusCode()).isEqualTo(404);
  }

  @Test
  void anAssertionGivenTwiceIsRefused() throws Exception {
    String assertion = IssuerInJetty.encoded(right().serialized());
    String body =
        "grant_type=client_credentials&client_assertion_type="
            + IssuerInJetty.encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            + "&client_assertion="
            + assertion
            + "&client_assertion="
            + assertion;
    HttpResponse<String> answer =
        issuer.post("/oauth2/token", body, "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer)).containsEntry("error", "invalid_request");
  }

  @Test
  void aProgramGetsNoRefreshTokenAndCannotUseACode() throws Exception {
    assertThat(json(ask(right().serialized()))).doesNotContainKey("refresh_token");
    HttpResponse<String> answer =
        ask(right().serialized(), "grant_type", "authorization_code", "code", "x");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer)).containsEntry("error", "invalid_grant");
  }
}
