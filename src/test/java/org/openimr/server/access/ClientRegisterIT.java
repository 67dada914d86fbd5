package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.UUID;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** The administrator registers a client, rotates its key, and disables it at once. */
@OnEachDatabase
class ClientRegisterIT {

  private static final String ADMIN = "demo-admin";
  private static final String UNKNOWN = "The bearer token is not known here.";

  private final RunningServer server;
  private final String client = "client-" + UUID.randomUUID();

  ClientRegisterIT(Database database) {
    this.server = database.server();
  }

  private static ECKey key(String kid) throws Exception {
    return new ECKeyGenerator(Curve.P_384).keyID(kid).generate();
  }

  private Answer register(String token, ECKey... keys) {
    Parameters parameters = new Parameters();
    parameters.addParameter("client", client);
    parameters.addParameter().setName("role").setValue(new org.hl7.fhir.r4.model.CodeType("plan"));
    parameters.addParameter("organization", "vchcp");
    parameters.addParameter("scope", "system/Patient.crs");
    parameters.addParameter("jwks", new JWKSet(Arrays.asList(keys)).toString());
    return server
        .fhir("POST", "$register-client")
        .as(token)
        .json(
            ca.uhn.fhir.context.FhirContext.forR4Cached()
                .newJsonParser()
                .encodeResourceToString(parameters))
        .send();
  }

  private Answer disable(String id, boolean disabled) {
    return server
        .fhir("POST", "$disable-client")
        .as(ADMIN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":["
                + "{\"name\":\"client\",\"valueString\":\""
                + id
                + "\"},{\"name\":\"disabled\",\"valueBoolean\":"
                + disabled
                + "}]}")
        .send();
  }

  private Answer ask(ECKey key) throws Exception {
    String endpoint =
        (String)
            JSONObjectUtils.parse(
                    server.fhir("GET", ".well-known/smart-configuration").send().text())
                .get("token_endpoint");
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(endpoint)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(240)))
                .build());
    jwt.sign(new ECDSASigner(key));
    return server
        .at("POST", "/oauth2/token")
        .body(
            "application/x-www-form-urlencoded",
            "grant_type=client_credentials&client_assertion_type="
                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion="
                + jwt.serialize())
        .send();
  }

  private static String token(Answer answer) throws Exception {
    return (String) JSONObjectUtils.parse(answer.isOk(200).text()).get("access_token");
  }

  private static boolean created(Answer answer) {
    return "true"
        .equals(
            answer
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("created")
                .getValue()
                .primitiveValue());
  }

  @Test
  void aClientIsRegisteredRotatedAndDisabled() throws Exception {
    ECKey old = key("old");
    ECKey fresh = key("fresh");
    assertThat(ask(old).status()).isEqualTo(401);
    assertThat(created(register(ADMIN, old))).isTrue();
    String token = token(ask(old));
    server.fhir("GET", "Patient").as(token).send().isOk(200);

    assertThat(created(register(ADMIN, old, fresh))).isFalse();
    token(ask(old));
    token(ask(fresh));
    assertThat(created(register(ADMIN, fresh))).isFalse();
    assertThat(ask(old).status()).isEqualTo(401);
    server.fhir("GET", "Patient").as(token(ask(fresh))).send().isOk(200);

    disable(client, true).isOk(200);
    server.fhir("GET", "Patient").as(token).send().isRefused(401, "login", UNKNOWN);
    assertThat(ask(fresh).status()).isEqualTo(401);
    disable(client, false).isOk(200);
    server.fhir("GET", "Patient").as(token).send().isOk(200);
  }

  @ParameterizedTest
  @CsvSource({"demo-plan-vchcp, plan", "demo-department, department"})
  void noOtherRoleRegistersClients(String token, String role) throws Exception {
    register(token, key("a"))
        .isRefused(403, "forbidden", "A caller in the role " + role + " may not do this.");
    assertThat(ask(key("a")).status()).isEqualTo(401);
  }

  @Test
  void withoutTokenNobodyIsRegistered() {
    server
        .fhir("POST", "$register-client")
        .json("{\"resourceType\":\"Parameters\"}")
        .send()
        .isRefused(401, "login", "This needs a bearer token, and the request carries none.");
  }

  @Test
  void aPrivateKeyIsRefused() throws Exception {
    Parameters parameters = new Parameters();
    parameters.addParameter("client", client);
    parameters.addParameter("role", "plan");
    parameters.addParameter("organization", "vchcp");
    parameters.addParameter("scope", "system/Patient.crs");
    parameters.addParameter("jwks", new JWKSet(key("a")).toString(false));
    server
        .fhir("POST", "$register-client")
        .as(ADMIN)
        .json(
            ca.uhn.fhir.context.FhirContext.forR4Cached()
                .newJsonParser()
                .encodeResourceToString(parameters))
        .send()
        .isRefused(
            422,
            "value",
            "The member jwks hold a private key; it is no secret any more, make another one.");
  }

  @Test
  void aClientOfTheServersOwnIsDisabledButNotChanged() {
    Answer answer =
        server
            .fhir("POST", "$register-client")
            .as(ADMIN)
            .json(
                "{\"resourceType\":\"Parameters\",\"parameter\":["
                    + "{\"name\":\"client\",\"valueString\":\"demo-imro-other\"},"
                    + "{\"name\":\"role\",\"valueCode\":\"imro\"},"
                    + "{\"name\":\"organization\",\"valueString\":\"demo-imro-other\"},"
                    + "{\"name\":\"scope\",\"valueString\":\"system/*.rs\"},"
                    + "{\"name\":\"jwksUrl\",\"valueUrl\":\"https://x.example/keys\"}]}")
            .send();
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .contains("is the one of a client in the server's file")
        .contains("must begin with an address of openimr.access.key-addresses");
  }

  @Test
  void aClientThatIsNotThereCannotBeDisabled() {
    disable("nobody", true)
        .isRefused(404, "not-found", "There is no client with the id asked for.");
    disable("no\\u0000body", true)
        .isRefused(404, "not-found", "There is no client with the id asked for.");
  }
}
