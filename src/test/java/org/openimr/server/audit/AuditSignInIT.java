package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * A person signs in and reads what was recorded of it, and of those who were not let in. Nothing
 * that was typed is found there, but for the names of people who are known.
 */
class AuditSignInIT {

  private static final String BACK = "https://console.example.org/back";
  private static final String VERIFIER = "v".repeat(43);
  private static final String PASSWORD = "correct-" + UUID.randomUUID();
  private static final String TYPED = "mistyped-" + UUID.randomUUID();

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    Path folder = RunningServer.temporaryDirectory();
    Path clients =
        Files.writeString(
            folder.resolve("clients.yaml"),
            "clients:\n- id: console\n  redirect-addresses: ["
                + BACK
                + "]\n  scopes: user/*.rs openid\n");
    String hash = new BCryptPasswordEncoder(10).encode(PASSWORD);
    StringBuilder users = new StringBuilder("users:\n");
    for (String name : List.of("r.lee", "resting")) {
      users.append("- {name: %s, password: \"%s\", role: department,".formatted(name, hash));
      users.append(" organization: dmhc}\n");
    }
    server =
        RunningServer.with(
            "--openimr.data.directory=" + folder.resolve("data"),
            "--openimr.limits.anonymous-rate=30/m",
            "--openimr.access.clients-file=" + clients,
            "--openimr.access.users-file=" + Files.writeString(folder.resolve("u.yaml"), users));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What one browser keeps. */
  private static final class Browser {

    private String cookie = "";

    private Answer get(String path) {
      return kept(server.at("GET", path).header("Cookie", "none=none; " + cookie).send());
    }

    private Answer signIn(String name, String password) {
      Matcher hidden =
          Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get("/login").text());
      assertThat(hidden.find()).isTrue();
      return kept(
          server
              .at("POST", "/login")
              .header("Cookie", cookie)
              .body(
                  "application/x-www-form-urlencoded",
                  "username=" + name + "&password=" + password + "&_csrf=" + hidden.group(1))
              .send());
    }

    private Answer kept(Answer answer) {
      if (!answer.header("Set-Cookie").isEmpty()) {
        cookie = answer.header("Set-Cookie").split(";", 2)[0];
      }
      return answer;
    }
  }

  private static String token() throws Exception {
    Browser browser = new Browser();
    String challenge =
        Base64URL.encode(
                MessageDigest.getInstance("SHA-256")
                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)))
            .toString();
    browser.get(
        "/oauth2/authorize?response_type=code&client_id=console&scope=user/*.rs&state=s"
            + "&redirect_uri="
            + BACK
            + "&code_challenge_method=S256&code_challenge="
            + challenge);
    URI onward = URI.create(browser.signIn("r.lee", PASSWORD).header("Location"));
    String back = browser.get(onward.getPath() + "?" + onward.getRawQuery()).header("Location");
    Matcher code = Pattern.compile("code=([^&]+)").matcher(back);
    assertThat(code.find()).as(back).isTrue();
    Answer answer =
        server
            .at("POST", "/oauth2/token")
            .body(
                "application/x-www-form-urlencoded",
                "grant_type=authorization_code&client_id=console&code="
                    + code.group(1)
                    + "&redirect_uri="
                    + BACK
                    + "&code_verifier="
                    + VERIFIER)
            .send()
            .isOk(200);
    return (String) JSONObjectUtils.parse(answer.text()).get("access_token");
  }

  private static List<AuditEvent> events(String token, String query) {
    Bundle found =
        server
            .fhir("GET", "AuditEvent?_sort=date&_count=100&" + query)
            .as(token)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    List<AuditEvent> events = new ArrayList<>();
    found.getEntry().forEach(entry -> events.add((AuditEvent) entry.getResource()));
    return events;
  }

  private static String line(AuditEvent event) {
    return event.getSubtypeFirstRep().getCode()
        + " "
        + event.getOutcome().toCode()
        + " "
        + AuditTrail.client(event)
        + " "
        + event.getAgent().stream()
            .filter(agent -> agent.getType().getCodingFirstRep().getCode().equals("IRCP"))
            .map(agent -> agent.getWho().getIdentifier().getValue())
            .findFirst()
            .orElse("-")
        + (event.hasOutcomeDesc() ? " " + event.getOutcomeDesc() : "");
  }

  @Test
  void signInsAreRecordedAndWhatWasTypedIsNot() throws Exception {
    new Browser().signIn("r.lee", TYPED);
    new Browser().signIn(TYPED, PASSWORD);
    server
        .at("POST", "/login")
        .body("application/x-www-form-urlencoded", "username=" + TYPED + "&password=" + PASSWORD)
        .send()
        .isOk(302);
    for (int i = 0; i < 11; i++) {
      new Browser().signIn("resting", i < 10 ? TYPED : PASSWORD);
    }
    String token = token();

    List<AuditEvent> events = events(token, "type=110114");
    List<String> lines = new ArrayList<>(events.stream().map(AuditSignInIT::line).toList());
    List<String> expected =
        new ArrayList<>(
            List.of(
                "110122 4 anonymous r.lee wrong-password",
                "110122 4 anonymous - unknown-name",
                "110122 4 anonymous - stale-form"));
    for (int i = 0; i < 10; i++) {
      expected.add("110122 4 anonymous resting wrong-password");
    }
    expected.add("110122 4 anonymous resting too-many-attempts");
    expected.add("110122 0 console r.lee");
    expected.add("ITI-71 0 console r.lee");
    assertThat(lines).isEqualTo(expected);
    assertThat(events(token, "subtype=110122&outcome=0"))
        .extracting(AuditSignInIT::line)
        .containsExactly("110122 0 console r.lee");
    assertThat(events(token, "agent:identifier=r.lee&subtype=110122")).hasSize(2);

    String all = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(asBundle(events));
    assertThat(all).doesNotContain(TYPED, PASSWORD, token, VERIFIER);
    AuditEvent login = events.get(events.size() - 2);
    assertThat(login.getAction().toCode()).isEqualTo("E");
    assertThat(login.getAgent())
        .extracting(agent -> agent.getType().getCodingFirstRep().getCode())
        .containsExactly("110153", "110152", "110150", "RESPRSN", "IRCP");
    assertThat(login.getEntity()).isEmpty();
    floodIsNotRecorded(token, events.size());
  }

  private static Bundle asBundle(List<AuditEvent> events) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    events.forEach(event -> bundle.addEntry().setResource(event));
    return bundle;
  }

  private static void floodIsNotRecorded(String token, int recorded) {
    Set<Integer> answered = new java.util.TreeSet<>();
    for (int i = 0; i < 40; i++) {
      Answer answer = new Browser().signIn("r.lee", TYPED);
      answered.add(answer.status());
      if (answer.status() == 429) {
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
      }
    }
    assertThat(answered).containsExactly(302, 429);
    assertThat(events(token, "type=110114").size()).isGreaterThan(recorded).isLessThan(60);
  }
}
