package org.openimr.server.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.server.security.token.ExternalIssuer;

/** Tokens of an authorization server elsewhere, found by what it says of itself. */
class ExternalIssuerTest {

  private static final String UNKNOWN = "The bearer token is not known here.";
  private static final String FOREIGN = "The bearer token is meant for another server.";

  @TempDir private static Path folder;
  private static HttpServer elsewhere;
  private static String name;
  private static IssuerInJetty issuer;

  @BeforeAll
  static void start() throws Exception {
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    name = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/realms/imr";
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("issuer", name);
    metadata.put("jwks_uri", name + "/keys");
    metadata.put("token_endpoint", name + "/token");
    metadata.put("authorization_endpoint", name + "/authorize");
    metadata.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
    metadata.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
    answer("/.well-known/openid-configuration", JSONObjectUtils.toJSONString(metadata));
    answer("/keys", new JWKSet(List.of(TestKeys.RSA, TestKeys.EC)).toString());
    elsewhere.start();
    issuer =
        new IssuerInJetty(
            folder.resolve("data"),
            Map.of(
                "openimr.access.issuer", name, "openimr.access.role-claim", "realm_access.roles"));
  }

  private static void answer(String path, String json) {
    elsewhere.createContext(
        "/realms/imr" + path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterAll
  static void stop() throws Exception {
    issuer.close();
    elsewhere.stop(0);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(name)
        .audience(List.of("account", issuer.base()))
        .subject("user-1")
        .claim("azp", "appeals-app")
        .claim("scope", "openid system/Task.rs")
        .claim("realm_access", Map.of("roles", List.of("offline_access", "plan")))
        .claim("imr_organization", "vchcp")
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, "JWT", "rsa");
  }

  private static String signed(JWTClaimsSet.Builder claims, String type, String kid)
      throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(kid)
                .build(),
            claims.build());
    jwt.sign(new RSASSASigner(kid.equals("rsa") ? TestKeys.RSA : TestKeys.OTHER));
    return jwt.serialize();
  }

  private static HttpResponse<String> call(String token) {
    return issuer.get("/fhir/Task", "Authorization", "Bearer " + token);
  }

  private static void refused(String token, String why) {
    HttpResponse<String> answer = call(token);
    assertThat(answer.body()).isEqualTo(why);
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void roleAndOrganizationAreReadFromTheClaimsThatAreSet() throws Exception {
    assertThat(call(signed(claims())).body()).isEqualTo("appeals-app|plan|vchcp|system/Task.rs");
  }

  @Test
  void thePersonIsReadFromItsNumberIfItHasOne() throws Exception {
    assertThat(call(signed(claims().claim("npi", "1234567893"))).body())
        .isEqualTo("appeals-app|plan|vchcp|system/Task.rs|1234567893");
    String why =
        "The bearer token does not say by one National Provider Identifier who its holder is.";
    refused(signed(claims().claim("npi", "1234567890")), why);
    refused(signed(claims().claim("npi", List.of("1234567893", "1245319599"))), why);
  }

  @Test
  void anEllipticCurveIsAsGood() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("ec").build(), claims().build());
    jwt.sign(new ECDSASigner(TestKeys.EC));
    assertThat(call(jwt.serialize()).statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatNamesNoOneRoleOrOrganizationIsRefused() throws Exception {
    String why =
        "The bearer token does not say in which one role and for which one organization its"
            + " holder acts.";
    refused(signed(claims().claim("realm_access", null)), why);
    refused(signed(claims().claim("realm_access", Map.of("roles", List.of("other")))), why);
    refused(signed(claims().claim("realm_access", Map.of("roles", List.of("plan", "imro")))), why);
    refused(signed(claims().claim("realm_access", "plan")), why);
    refused(signed(claims().claim("imr_organization", null)), why);
    refused(signed(claims().claim("imr_organization", List.of("vchcp", "chw"))), why);
  }

  @Test
  void anotherIssuerAudienceOrTimeIsRefused() throws Exception {
    refused(signed(claims().issuer("https://other.example.org")), FOREIGN);
    refused(signed(claims().issuer(name + "/")), FOREIGN);
    refused(signed(claims().audience("account")), FOREIGN);
    refused(signed(claims().audience((String) null)), FOREIGN);
    refused(
        signed(
            claims()
                .issueTime(Date.from(Instant.now().minusSeconds(900)))
                .expirationTime(Date.from(Instant.now().minusSeconds(90)))),
        "The bearer token has expired.");
  }

  @Test
  void anotherKeyAlgorithmOrKindIsRefused() throws Exception {
    refused(signed(claims(), "JWT", "other"), UNKNOWN);
    refused(signed(claims(), "logout+jwt", "rsa"), UNKNOWN);
    refused(new PlainJWT(claims().build()).serialize(), UNKNOWN);
    SignedJWT secret =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims().build());
    secret.sign(new MACSigner(TestKeys.RSA.toRSAPublicKey().getEncoded()));
    refused(secret.serialize(), UNKNOWN);
    refused("demo-plan-vchcp", UNKNOWN);
  }

  @Test
  void smartClientsAreSentToTheIssuer() throws Exception {
    Map<String, Object> said =
        JSONObjectUtils.parse(issuer.get("/fhir/.well-known/smart-configuration").body());
    assertThat(said)
        .containsEntry("issuer", name)
        .containsEntry("token_endpoint", name + "/token")
        .containsEntry("authorization_endpoint", name + "/authorize")
        .containsEntry("jwks_uri", name + "/keys");
    assertThat(said.get("capabilities").toString()).contains("client-confidential-asymmetric");
  }

  @Test
  void theEmbeddedOneIsNotThere() {
    assertThat(issuer.get("/oauth2/jwks").statusCode()).isEqualTo(404);
    assertThat(issuer.get("/.well-known/oauth-authorization-server").statusCode()).isEqualTo(404);
    assertThat(folder.resolve("data/access")).doesNotExist();
  }

  @Test
  void whileTheIssuerCannotBeReachedNoTokenIsAccepted() throws Exception {
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = silent.getAddress().getPort();
    silent.stop(0);
    try (IssuerInJetty alone =
        new IssuerInJetty(
            folder.resolve("alone"),
            Map.of("openimr.access.issuer", "http://127.0.0.1:" + port + "/gone"))) {
      HttpResponse<String> answer =
          alone.get("/fhir/Task", "Authorization", "Bearer " + signed(claims()));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .isEqualTo(
              "The authorization server cannot be reached, so that no token can be checked.");
      assertThat(alone.get("/fhir/Task").body()).isEqualTo("anonymous|||");
      assertThat(alone.get("/fhir/.well-known/smart-configuration").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void anIssuerThatNamesItselfOtherwiseIsNotBelieved() throws IOException {
    // what it serves names another issuer than the one that is asked for
    ExternalIssuer other =
        new ExternalIssuer(name.replace("127.0.0.1", "localhost"), Clock.systemUTC());
    assertThat(other.metadata()).isEmpty();
  }
}
