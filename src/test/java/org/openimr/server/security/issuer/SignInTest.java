package org.openimr.server.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** A person signs in on a page, and the program gets a code, and for it a token, once. */
class SignInTest {

  private static final String VERIFIER = "v".repeat(43);
  private static final String BACK = "https://console.example.org/back";

  @TempDir private static Path folder;
  private static IssuerInJetty issuer;

  @BeforeAll
  static void start() throws Exception {
    Path clients =
        Files.writeString(
            folder.resolve("clients.yaml"),
            """
            clients:
            - id: console
              redirect-addresses: [%s]
              scopes: user/*.rs openid
            - id: appeals
              role: plan
              organization: vchcp
              scopes: system/Task.rs
              jwks: %s
            """
                .formatted(BACK, TestKeys.jwks()));
    Path users =
        Files.writeString(
            folder.resolve("users.yaml"),
            """
            users:
            - name: jo
              password: %s
              role: plan-staff
              organization: vchcp
            - name: tried
              password: %s
              role: plan-staff
              organization: vchcp
            - name: gone
              password: %s
              role: plan-staff
              organization: vchcp
              disabled: true
            """
                .formatted(hash("right"), hash("right"), hash("right")));
    issuer =
        new IssuerInJetty(
            folder.resolve("data"),
            Map.of(
                "openimr.access.clients-file",
                clients.toString(),
                "openimr.access.users-file",
                users.toString()));
  }

  @BeforeEach
  void forget() {
    issuer.forget();
    issuer.watch.lines.clear();
    issuer.watch.full = false;
  }

  @AfterAll
  static void stop() throws Exception {
    issuer.close();
  }

  private static String hash(String password) {
    return new BCryptPasswordEncoder(10).encode(password);
  }

  private static String challenge(String verifier) throws Exception {
    return Base64URL.encode(
            MessageDigest.getInstance("SHA-256")
                .digest(verifier.getBytes(StandardCharsets.US_ASCII)))
        .toString();
  }

  private static String request(String... changes) throws Exception {
    Map<String, String> query = new TreeMap<>();
    query.put("response_type", "code");
    query.put("client_id", "console");
    query.put("redirect_uri", BACK);
    query.put("scope", "user/Task.rs");
    query.put("state", "abc");
    query.put("code_challenge", challenge(VERIFIER));
    query.put("code_challenge_method", "S256");
    for (int i = 0; i < changes.length; i += 2) {
      query.put(changes[i], changes[i + 1]);
    }
    StringBuilder address = new StringBuilder("/oauth2/authorize?");
    query.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            address.append(name).append('=').append(IssuerInJetty.encoded(value)).append('&');
          }
        });
    return address.substring(0, address.length() - 1);
  }

  private static URI location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isIn(302, 303);
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<String> signIn(String name, String password) {
    HttpResponse<String> page = issuer.get("/login");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    Matcher hidden = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
    assertThat(hidden.find()).isTrue();
    return issuer.post(
        "/login", Map.of("username", name, "password", password, "_csrf", hidden.group(1)));
  }

  private String code(String... changes) throws Exception {
    assertThat(location(issuer.get(request(changes))).toString())
        .isEqualTo(issuer.root() + "/login");
    URI onward = location(signIn("jo", "right"));
    assertThat(onward.toString()).startsWith(issuer.root() + "/oauth2/authorize?");
    URI back = location(issuer.get(onward.getPath() + "?" + onward.getRawQuery()));
    assertThat(back.toString()).startsWith(BACK + "?").contains("state=abc");
    Matcher code = Pattern.compile("code=([^&]+)").matcher(back.getQuery());
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private static Map<String, String> exchange(String code, String... changes) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "console");
    form.put("redirect_uri", BACK);
    form.put("code", code);
    form.put("code_verifier", VERIFIER);
    for (int i = 0; i < changes.length; i += 2) {
      form.put(changes[i], changes[i + 1]);
    }
    return form;
  }

  @Test
  void aPersonActsInTheirOwnRoleForTheirOwnOrganization() throws Exception {
    HttpResponse<String> answer = issuer.post("/oauth2/token", exchange(code()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> token = JSONObjectUtils.parse(answer.body());
    assertThat(token).doesNotContainKeys("refresh_token", "id_token");
    assertThat(
            issuer.get("/fhir/Task", "Authorization", "Bearer " + token.get("access_token")).body())
        .isEqualTo("console|plan-staff|vchcp|user/Task.rs");
  }

  @Test
  void thePageOfThisServerNeedsNoRegistration() throws Exception {
    String back = issuer.root() + "/application/signed-in.html";
    String[] page = {
      "client_id", "openimr-application", "redirect_uri", back, "scope", "user/Task.crs"
    };
    assertThat(location(issuer.get(request(page))).toString()).isEqualTo(issuer.root() + "/login");
    URI onward = location(signIn("jo", "right"));
    URI returned = location(issuer.get(onward.getPath() + "?" + onward.getRawQuery()));
    assertThat(returned.toString()).startsWith(back + "?");
    Matcher code = Pattern.compile("code=([^&]+)").matcher(returned.getQuery());
    assertThat(code.find()).isTrue();

    HttpResponse<String> answer =
        issuer.post(
            "/oauth2/token",
            exchange(code.group(1), "client_id", "openimr-application", "redirect_uri", back));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Object token = JSONObjectUtils.parse(answer.body()).get("access_token");
    assertThat(issuer.get("/fhir/Task", "Authorization", "Bearer " + token).body())
        .isEqualTo("openimr-application|plan-staff|vchcp|user/Task.crs");
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, https://evil.example.org/application/signed-in.html",
    "redirect_uri, /application/signed-in.html",
    "client_id, console"
  })
  void nobodyElseIsGivenItsCodes(String name, String value) throws Exception {
    Map<String, String> asked = new HashMap<>();
    asked.put("client_id", "openimr-application");
    asked.put("redirect_uri", issuer.root() + "/application/signed-in.html");
    asked.put("scope", "user/Task.crs");
    asked.put(name, value);
    String[] changes =
        asked.entrySet().stream()
            .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
            .toArray(String[]::new);
    assertThat(issuer.get(request(changes)).statusCode()).isEqualTo(400);
  }

  @Test
  void openidGivesAnIdTokenThatIsNoAccessToken() throws Exception {
    String code = code("scope", "openid user/Task.rs", "nonce", "n-1");
    Map<String, Object> token =
        JSONObjectUtils.parse(issuer.post("/oauth2/token", exchange(code)).body());
    String id = (String) token.get("id_token");
    SignedJWT jwt = SignedJWT.parse(id);
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("jo");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("console");
    assertThat(jwt.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(issuer.get("/fhir/Task", "Authorization", "Bearer " + id).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aCodeIsUsedOnceAndOnlyWithItsVerifier() throws Exception {
    String code = code();
    HttpResponse<String> wrong =
        issuer.post("/oauth2/token", exchange(code, "code_verifier", "w".repeat(43)));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("invalid_grant");
    assertThat(
            issuer
                .post("/oauth2/token", exchange(code, "redirect_uri", "https://x.example"))
                .statusCode())
        .isEqualTo(400);
    assertThat(issuer.post("/oauth2/token", exchange(code)).statusCode()).isEqualTo(200);
    HttpResponse<String> again = issuer.post("/oauth2/token", exchange(code));
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("invalid_grant");
  }

  @Test
  void ofACodeOnlyTheHashIsKept() throws Exception {
    String code = code();
    assertThat(issuer.jdbc.queryForList("select * from imr_code").toString())
        .contains(SeenAssertions.sha256(code))
        .doesNotContain(code);
  }

  @Test
  void aWrongPasswordTellsNothing() throws Exception {
    issuer.get(request());
    String refused = issuer.root() + "/login?refused";
    assertThat(location(signIn("jo", "wrong")).toString()).isEqualTo(refused);
    assertThat(location(signIn("nobody", "right")).toString()).isEqualTo(refused);
    assertThat(location(signIn("gone", "right")).toString()).isEqualTo(refused);
    assertThat(issuer.get("/login?refused").body()).contains("Name or password is wrong");
    assertThat(location(issuer.get(request())).getPath()).isEqualTo("/login");
    assertThat(issuer.watch.lines)
        .containsExactly(
            "out console jo wrong-password",
            "out console - unknown-name",
            "out console - unknown-name");
  }

  @Test
  void aSignInIsKeptUnderTheProgramThatAskedForIt() throws Exception {
    code();
    assertThat(issuer.watch.lines).containsExactly("in console jo");
    issuer.forget();
    signIn("jo", "right");
    assertThat(issuer.watch.lines).containsExactly("in console jo", "in  jo");
  }

  @Test
  void nobodyIsSignedInIfThatCannotBeKept() throws Exception {
    issuer.get(request());
    issuer.watch.full = true;
    for (String password : List.of("right", "wrong")) {
      HttpResponse<String> answer = signIn("jo", password);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("30");
      assertThat(answer.body()).contains("could not be recorded");
    }
    assertThat(location(issuer.get(request())).getPath()).isEqualTo("/login");
  }

  @Test
  void everyFormThatIsSentIsCounted() {
    int before = issuer.watch.attempts;
    signIn("jo", "wrong");
    issuer.post("/login", Map.of("username", "jo", "password", "right"));
    assertThat(issuer.watch.attempts).isEqualTo(before + 2);
  }

  @Test
  void afterTenWrongPasswordsTheNameRests() {
    for (int i = 0; i < 10; i++) {
      signIn("tried", "wrong");
    }
    issuer.watch.lines.clear();
    assertThat(location(signIn("tried", "right")).toString())
        .isEqualTo(issuer.root() + "/login?refused");
    assertThat(issuer.watch.lines).containsExactly("out  tried too-many-attempts");
  }

  @Test
  void aFormFromElsewhereIsRefused() {
    issuer.get("/login");
    HttpResponse<String> forged =
        issuer.post("/login", Map.of("username", "jo", "password", "right"));
    assertThat(location(forged).toString()).isEqualTo(issuer.root() + "/login?refused");
    assertThat(issuer.watch.lines).containsExactly("out  jo stale-form");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "client_id, unknown",
    "client_id, ''",
    "client_id, appeals",
    "redirect_uri, https://evil.example.org/back",
    "redirect_uri, https://console.example.org/back/more",
    "response_type, ''"
  })
  void nobodyIsSentToAnAddressThatIsNotRegistered(String name, String value) throws Exception {
    HttpResponse<String> answer = issuer.get(request(name, value));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\"");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "scope, user/*.cruds, invalid_scope",
    "scope, system/Task.rs, invalid_scope",
    "scope, '', invalid_scope",
    "code_challenge, '', invalid_request",
    "code_challenge, short, invalid_request",
    "code_challenge_method, plain, invalid_request",
  })
  void theProgramIsToldWhatIsWrong(String name, String value, String error) throws Exception {
    URI back = location(issuer.get(request(name, value)));
    assertThat(back.toString()).startsWith(BACK + "?").contains("error=" + error, "state=abc");
  }

  @Test
  void theProgramOfPeopleCannotActByItself() {
    Map<String, String> form =
        new HashMap<>(Map.of("grant_type", "client_credentials", "client_id", "console"));
    assertThat(issuer.post("/oauth2/token", form).statusCode()).isIn(400, 401);
  }

  @Test
  void theServerTellsThatPeopleSignIn() throws Exception {
    Map<String, Object> said =
        JSONObjectUtils.parse(issuer.get("/fhir/.well-known/smart-configuration").body());
    assertThat(said)
        .containsEntry("authorization_endpoint", issuer.root() + "/oauth2/authorize")
        .containsEntry("response_types_supported", List.of("code"));
    assertThat(said.get("capabilities").toString()).contains("client-public", "permission-user");
    assertThat(issuer.get("/.well-known/openid-configuration").body())
        .contains("id_token_signing_alg_values_supported");
  }
}
