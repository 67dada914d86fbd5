package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.server.audit.AuditTrail.PLAN;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.settings.Settings;

/** Tokens that are issued and refused are recorded, and what is a secret is not. */
@OnEachDatabase
class AuditTokenIT {

  private final RunningServer server;
  private final AuditTrail trail;

  AuditTokenIT(Database database) {
    this.server = database.server();
    this.trail = new AuditTrail(server);
  }

  private String assertion(String client) throws Exception {
    Path keys = server.bean(Settings.class).data().directory().resolve("demo-keys");
    JWK key = JWK.parse(Files.readString(keys.resolve("rs384.json")));
    String endpoint = "http://127.0.0.1:" + server.port() + "/oauth2/token";
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS384).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(endpoint)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(240)))
                .build());
    jwt.sign(new RSASSASigner(key.toRSAKey()));
    return jwt.serialize();
  }

  private Answer ask(String assertion, String requestId) {
    return server
        .at("POST", "/oauth2/token")
        .header("X-Request-ID", requestId)
        .body(
            "application/x-www-form-urlencoded",
            "grant_type=client_credentials&scope=system%2FTask.rs&client_assertion_type="
                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion="
                + assertion)
        .send();
  }

  private List<AuditEvent> recorded(String requestId) {
    return trail.events("type=110114&entity:identifier=" + requestId);
  }

  @Test
  void aTokenThatIsIssuedIsRecordedByItsIdAndSoIsItsUse() throws Exception {
    String request = UUID.randomUUID().toString();
    String assertion = assertion(PLAN);
    String token =
        (String)
            JSONObjectUtils.parse(ask(assertion, request).isOk(200).text()).get("access_token");
    String id = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();

    AuditEvent issued = recorded(request).get(0);
    assertThat(AuditTrail.line(issued)).isEqualTo("E 0 ITI-71 " + PLAN);
    assertThat(policies(issued)).containsExactly(id);
    assertThat(AuditTrail.query(issued))
        .endsWith("/oauth2/token?grant_type=client_credentials&scope=system%2FTask.rs");

    trail.call("GET", "Task?_count=1").as(token).send().isOk(200);
    AuditEvent used = trail.events("subtype=search-type&altid=" + PLAN).get(0);
    assertThat(policies(used)).containsExactly(id);
    String all = server.fhir("GET", "AuditEvent?_count=20").as("demo-admin").send().text();
    assertThat(all).doesNotContain(assertion, token, token.split("\\.")[2]);
  }

  private static List<String> policies(AuditEvent event) {
    return event.getAgent().stream()
        .filter(AuditEventAgentComponent::hasPolicy)
        .map(agent -> agent.getPolicy().get(0).getValue())
        .toList();
  }

  @Test
  void aTokenThatIsRefusedIsRecordedUnderTheClientThatIsClaimed() throws Exception {
    String request = UUID.randomUUID().toString();
    assertThat(ask(assertion("nobody-here"), request).status()).isEqualTo(401);
    assertThat(recorded(request))
        .extracting(AuditTrail::line)
        .containsExactly("E 4 ITI-71 nobody-here (401 invalid_client)");
    String replayed = UUID.randomUUID().toString();
    String assertion = assertion(PLAN);
    ask(assertion, UUID.randomUUID().toString()).isOk(200);
    assertThat(ask(assertion, replayed).status()).isEqualTo(401);
    assertThat(recorded(replayed))
        .extracting(AuditTrail::line)
        .containsExactly("E 4 ITI-71 " + PLAN + " (401 invalid_client)");
  }
}
