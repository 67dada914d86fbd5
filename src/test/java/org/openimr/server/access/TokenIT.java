package org.openimr.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.settings.Settings;
import org.springframework.jdbc.core.JdbcTemplate;

/** A client gets a token over HTTP, and with it what its scopes and its role both allow. */
@OnEachDatabase
class TokenIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String BEYOND = "The scopes of the bearer token do not allow this.";

  private final RunningServer server;

  TokenIT(Database database) {
    this.server = database.server();
  }

  private String endpoint() throws Exception {
    return (String)
        JSONObjectUtils.parse(
                server.fhir("GET", ".well-known/smart-configuration").send().isOk(200).text())
            .get("token_endpoint");
  }

  private String assertion(String client, String algorithm) throws Exception {
    Path keys = server.bean(Settings.class).data().directory().resolve("demo-keys");
    JWK key = JWK.parse(Files.readString(keys.resolve(algorithm.toLowerCase() + ".json")));
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(endpoint())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(240)))
                .build());
    jwt.sign(
        algorithm.startsWith("RS")
            ? new RSASSASigner(key.toRSAKey())
            : new ECDSASigner(key.toECKey()));
    return jwt.serialize();
  }

  private Answer ask(String assertion, String scope) {
    return server
        .at("POST", "/oauth2/token")
        .body(
            "application/x-www-form-urlencoded",
            "grant_type=client_credentials&scope="
                + URLEncoder.encode(scope, StandardCharsets.UTF_8)
                + "&client_assertion_type="
                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion="
                + assertion)
        .send();
  }

  private String token(String client, String scope) throws Exception {
    return (String)
        JSONObjectUtils.parse(ask(assertion(client, "RS384"), scope).isOk(200).text())
            .get("access_token");
  }

  private String patient(String token) {
    return server
        .fhir("POST", "Patient")
        .as(token)
        .json("{\"resourceType\":\"Patient\",\"active\":true}")
        .send()
        .isOk(201)
        .resource(Patient.class)
        .getIdPart();
  }

  @ParameterizedTest
  @CsvSource({"RS384", "ES384"})
  void aDemoClientSignsInWithItsKey(String algorithm) throws Exception {
    Map<String, Object> answer =
        JSONObjectUtils.parse(
            ask(assertion(PLAN, algorithm), "system/Patient.crs").isOk(200).text());
    String id = patient((String) answer.get("access_token"));
    server.fhir("GET", "Patient/" + id).as(PLAN).send().isOk(200);
  }

  @Test
  void aTokenExportsNoTypeBeyondItsScope() throws Exception {
    String all = token(PLAN, "system/Task.rs system/Patient.rs");
    patient(token(PLAN, "system/Patient.crs"));
    String status =
        server
            .fhir("GET", "$export")
            .as(all)
            .send()
            .isOk(202)
            .header("Content-Location")
            .replaceFirst("^.*/fhir/", "");
    Answer made = server.fhir("GET", status).as(all).send();
    for (int i = 0; i < 300 && made.status() == 202; i++) {
      Thread.sleep(100);
      made = server.fhir("GET", status).as(all).send();
    }
    assertThat(made.isOk(200).text()).contains("\"type\":\"Patient\"");
    assertThat(made.text()).doesNotContain("\"type\":\"Claim\"", "\"type\":\"Provenance\"");
    String file =
        made.text()
            .replaceFirst("(?s)^.*\"type\":\"Patient\",\"url\":\"[^\"]*/fhir/([^\"]*)\".*$", "$1");
    assertThat(server.fhir("GET", file).as(all).send().isOk(200).text()).contains("Patient");

    server.fhir("GET", "$export?_type=Claim").as(all).send().isOk(400);
    // what was exported with one token is not fetched with another that covers less of it
    String less = token(PLAN, "system/Task.rs");
    assertThat(server.fhir("GET", file).as(less).send().text()).doesNotContain("\"Patient\"");
    server.fhir("GET", file).as(token(PLAN, "system/Patient.rs")).send().isOk(403);
  }

  @Test
  void anAssertionIsUsedOnceWhateverTheDatabase() throws Exception {
    String assertion = assertion(PLAN, "ES384");
    ask(assertion, "system/Patient.rs").isOk(200);
    Answer again = ask(assertion, "system/Patient.rs");
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.text()).contains("invalid_client");
  }

  @Test
  void theScopesLimitWhatTheRoleAllows() throws Exception {
    String id = patient(PLAN);
    String token = token(PLAN, "system/Patient.r system/Task.rs");
    server.fhir("GET", "Patient/" + id).as(token).send().isOk(200);
    server.fhir("GET", "Patient/" + id + "/_history").as(token).send().isOk(200);
    server.fhir("GET", "Patient?_id=" + id).as(token).send().isRefused(403, "forbidden", BEYOND);
    server.fhir("GET", "Coverage/x").as(token).send().isRefused(403, "forbidden", BEYOND);
    Answer write =
        server
            .fhir("PUT", "Patient/" + id)
            .as(token)
            .json("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
            .send();
    assertThat(write.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"openimr\", error=\"insufficient_scope\"");
    write.isRefused(403, "forbidden", BEYOND);
    server
        .fhir("POST", "$submit-case")
        .as(token)
        .json("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")
        .send()
        .isRefused(403, "forbidden", BEYOND);
  }

  @Test
  void theRoleLimitsWhatTheScopesAllow() throws Exception {
    String id = patient(PLAN);
    String other = token("demo-imro", "system/*.cruds");
    server
        .fhir("GET", "Patient/" + id)
        .as(other)
        .send()
        .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
    assertThat(
            server
                .fhir("GET", "Patient?_id=" + id)
                .as(other)
                .send()
                .isOk(200)
                .resource(Bundle.class)
                .getTotal())
        .isZero();
    server
        .fhir("DELETE", "Patient/" + id)
        .as(token(PLAN, "system/*.cruds"))
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
  }

  @Test
  void aClientOfAnotherOrganizationSeesAndChangesNothing() throws Exception {
    String whole = "system/*.cruds";
    String mine = token(PLAN, whole);
    String other = token("demo-plan-chw", whole);
    Task task = server.submitted(mine, Submissions.of(25).toString());
    String id = "Task/" + task.getIdElement().getIdPart();
    String patient = task.getFor().getReference();
    for (String path :
        List.of(
            id,
            id + "/_history",
            id + "/_history/1",
            id + "/$packet?recipient=imro",
            id + "/$check-eligibility",
            id + "/$request-information",
            patient,
            task.getFocus().getReference())) {
      Answer answer = server.fhir("GET", path).as(other).send();
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.text()).as(path).doesNotContain("Task.", "vchcp");
      String nothing = path.replaceFirst("/[^/$?]+", "/" + UUID.randomUUID());
      assertThat(server.fhir("GET", nothing).as(other).send().status()).isEqualTo(404);
    }
    server
        .fhir("POST", id + "/$record-event")
        .as(other)
        .header("If-Match", "W/\"1\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\"records-sent\"},{\"name\":\"time\","
                + "\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
        .send()
        .isOk(404);
    for (String search :
        List.of(
            "Task?_id=" + task.getIdElement().getIdPart(),
            "Task?patient=" + patient,
            "Patient?_id=" + patient.substring("Patient/".length()),
            "Provenance?target=" + id + "&_include=*")) {
      Bundle found = server.fhir("GET", search).as(other).send().isOk(200).resource(Bundle.class);
      assertThat(found.getTotal()).as(search).isZero();
      assertThat(found.getEntry()).as(search).isEmpty();
    }
    server.fhir("GET", id).as(mine).send().isOk(200);
  }

  @Test
  void anAssertionForAnotherClientAndATokenWithAnotherOrganizationAreRefused() throws Exception {
    // signed with a key that is registered, but says to be somebody else's
    String[] mine = assertion(PLAN, "RS384").split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(mine[1]), UTF_8);
    String forged = mine[0] + "." + encoded(claims.replace(PLAN, "demo-plan-chw")) + "." + mine[2];
    assertThat(forged).isNotEqualTo(String.join(".", mine));
    ask(forged, "system/Task.rs").isOk(401);

    String[] token = token(PLAN, "system/Task.rs").split("\\.");
    server.fhir("GET", "Task?_count=1").as(String.join(".", token)).send().isOk(200);
    String said = new String(Base64.getUrlDecoder().decode(token[1]), UTF_8);
    assertThat(said).contains("\"imr_organization\":\"vchcp\"");
    for (String other :
        List.of(
            said.replace("\"imr_organization\":\"vchcp\"", "\"imr_organization\":\"chw\""),
            said.replace(PLAN, "demo-department"),
            said.replace("\"imr_role\":\"plan\"", "\"imr_role\":\"department\""))) {
      assertThat(other).isNotEqualTo(said);
      server
          .fhir("GET", "Task?_count=1")
          .as(token[0] + "." + encoded(other) + "." + token[2])
          .send()
          .isOk(401);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void anEntryOfABatchIsHeldToTheScopesToo() throws Exception {
    String token = token("demo-admin", "system/Patient.rs");
    String entry =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
            + "{\"method\":\"GET\",\"url\":\"%s\"}}]}";
    server
        .fhir("POST", "")
        .as(token)
        .json(entry.formatted("Coverage?status=active"))
        .send()
        .isRefused(403, "forbidden", BEYOND);
    server.fhir("POST", "").as(token).json(entry.formatted("Patient?_id=x")).send().isOk(200);
  }

  @Test
  void whatASearchBringsAlongIsHeldToTheScopesToo() throws Exception {
    String id = patient(PLAN);
    String coverage =
        """
        {"resourceType":"Coverage","status":"active","beneficiary":{"reference":"Patient/%s"},
         "payor":[{"display":"a plan"}]}
        """;
    server.fhir("POST", "Coverage").as(PLAN).json(coverage.formatted(id)).send().isOk(201);
    String included = "Coverage?beneficiary=Patient/" + id + "&_include=Coverage:beneficiary";
    assertThat(
            server
                .fhir("GET", included)
                .as(token(PLAN, "system/Coverage.rs"))
                .send()
                .isOk(200)
                .text())
        .contains("\"resourceType\":\"Coverage\"")
        .doesNotContain("\"resourceType\":\"Patient\"");
    assertThat(
            server
                .fhir("GET", included)
                .as(token(PLAN, "system/Coverage.rs system/Patient.r"))
                .send()
                .isOk(200)
                .text())
        .contains("\"resourceType\":\"Patient\"");
    String narrow = token(PLAN, "system/Coverage.rs");
    for (String search :
        new String[] {
          "Coverage?beneficiary:Patient.active=true",
          "Coverage?patient.active=true",
          "Coverage?_has:Claim:patient:status=active"
        }) {
      server.fhir("GET", search).as(narrow).send().isRefused(403, "forbidden", BEYOND);
    }
  }

  @Test
  void aClientThatIsDisabledIsOutAtOnce() throws Exception {
    String token = token("demo-provider", "system/Patient.rs");
    server.fhir("GET", "Patient").as(token).send().isOk(200);
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    jdbc.update(
        "insert into imr_client (id, disabled, changed_at) values ('demo-provider', true, now())");
    try {
      server
          .fhir("GET", "Patient")
          .as(token)
          .send()
          .isRefused(401, "login", "The bearer token is not known here.");
      assertThat(ask(assertion("demo-provider", "RS384"), "system/Patient.rs").status())
          .isEqualTo(401);
    } finally {
      jdbc.update("delete from imr_client where id = 'demo-provider'");
    }
  }

  @Test
  void theCapabilityStatementSaysHowToSignIn() throws Exception {
    CapabilityStatement.CapabilityStatementRestSecurityComponent security =
        server
            .fhir("GET", "metadata")
            .header("Cache-Control", "no-cache")
            .send()
            .isOk(200)
            .resource(CapabilityStatement.class)
            .getRestFirstRep()
            .getSecurity();
    assertThat(security.getServiceFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("SMART-on-FHIR");
    assertThat(
            security
                .getExtensionByUrl(
                    "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")
                .getExtensionByUrl("token")
                .getValue()
                .primitiveValue())
        .isEqualTo(endpoint());
  }

  @Test
  void aDemonstrationTokenIsNotForThoseWhoComeThroughAProxy() {
    for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP"}) {
      server
          .fhir("GET", "Patient")
          .as(PLAN)
          .header(header, "203.0.113.9")
          .send()
          .isRefused(401, "login", "The bearer token is not known here.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'grant_type=client_credentials&scope=%00', application/x-www-form-urlencoded",
    "'%', application/x-www-form-urlencoded",
    "'client_id=%00&grant_type=authorization_code&code=%00', application/x-www-form-urlencoded",
    "'{\"a\":1}', application/json",
    "'<a/>', text/xml",
    "'', application/x-www-form-urlencoded",
  })
  void noFormGivesAFailureOfTheServer(String body, String type) {
    Answer answer = server.at("POST", "/oauth2/token").body(type, body).send();
    assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
  }

  @Test
  void aFormThatIsTooLargeIsRefused() {
    Answer answer =
        server
            .at("POST", "/oauth2/token")
            .body("application/x-www-form-urlencoded", "client_assertion=" + "a".repeat(1_000_000))
            .send();
    assertThat(answer.status()).isBetween(400, 499);
  }
}
