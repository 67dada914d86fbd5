package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;

/** The page on which an application is typed is served, with headers that let nothing else in. */
class ApplicationPageIT {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final RunningServer server = Database.H2.server();

  @ParameterizedTest
  @CsvSource({
    "/application/, text/html",
    "/application/?lang=es, text/html",
    "/application/index.html, text/html",
    "/application/signed-in.html, text/html",
    "/application/page.css, text/css",
    "/application/start.js, text/javascript",
    "/application/types.json, application/json",
    "/application/case-imr-application.json, application/json",
    "/application/sign-in.json, application/json"
  })
  void everyFileHasItsTypeAndTheHeadersOfAPage(String path, String type) {
    Answer answer = server.at("GET", path).send().isOk(200);

    assertThat(answer.header("Content-Type").toLowerCase()).startsWith(type);
    assertThat(answer.header("Content-Security-Policy")).isEqualTo(POLICY);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void whatThePageNamesIsThere() {
    String page = server.at("GET", "/application/").send().isOk(200).text();
    named(page, "(?:src|href)=\"([a-z-]+\\.[a-z]+)\"", List.of("page.css", "start.js"));
    String start = server.at("GET", "/application/start.js").send().isOk(200).text();
    named(start, "from '\\./([a-z-]+\\.js)'", List.of("fields.js", "questionnaire.js", "case.js"));
  }

  private void named(String text, String pattern, List<String> among) {
    List<String> names =
        Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
    assertThat(names).containsAll(among);
    names.forEach(name -> server.at("GET", "/application/" + name).send().isOk(200));
  }

  @Test
  void itsAddressWithoutASlashLeadsToIt() {
    Answer answer = server.at("GET", "/application?lang=es").send();

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith("application/?lang=es");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/application/nothing.html",
        "/application/a/start.js",
        "/application/%2e%2e/application.yaml",
        "/application/..%2fdemo-callers.yaml",
        "/application/start",
        "/application//start.js"
      })
  void nothingElseIsServed(String path) {
    Answer answer = server.at("GET", path).send();

    assertThat(answer.status()).as(path).isIn(400, 404);
    assertThat(answer.text()).contains("OperationOutcome").doesNotContain("token:");
  }

  @Test
  void itIsOnlyRead() {
    assertThat(server.at("POST", "/application/").json("{}").send().status()).isEqualTo(405);
  }

  @Test
  void onThisMachineCallersForDemonstrationAreOffered() {
    String offer = server.at("GET", "/application/sign-in.json").send().isOk(200).text();
    Matcher tokens = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(offer);

    assertThat(tokens.results().map(found -> found.group(1)))
        .contains("demo-plan-vchcp", "demo-member", "demo-department")
        .doesNotContain("demo-imro", "demo-admin", "demo-committee");
    assertThat(
            server
                .at("GET", "/application/sign-in.json")
                .header("X-Forwarded-For", "192.0.2.7")
                .send()
                .isOk(200)
                .text())
        .isEqualTo("{}");
  }
}
