package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.UnusableSettingException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings are few, documented, and refused in one sentence where they cannot be used. */
class SettingsTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.-]+)` \\| [^|]+ \\| (?:`([^`]*)`|none) \\|", Pattern.MULTILINE);

  @Test
  void withoutSettingsTheDefaultsHold() {
    Settings settings = Settings.read(new StandardEnvironment());
    assertThat(settings.server().port()).isEqualTo(8080);
    assertThat(settings.server().address().isLoopbackAddress()).isTrue();
    assertThat(settings.data().directory()).hasToString("data");
    assertThat(settings.database().url()).isEmpty();
    assertThat(settings.limits().bodySize().toMegabytes()).isEqualTo(32);
  }

  @Test
  void everyKeyIsDocumentedWithItsDefault() throws IOException {
    Map<String, String> documented = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/configuration.md")));
    while (row.find()) {
      documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    assertThat(documented).isEqualTo(Settings.defaults());
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server.port                   | http      | The value of server.port cannot be used: it must be a whole number.
          server.port                   | 70000     | server.port must lie between 0 and 65535.
          server.stop-timeout           | soon      | The value of server.stop-timeout cannot be used: it must be a time such as 20s.
          server.stop-timeout           | 1h        | server.stop-timeout must lie between 0s and 10m.
          openimr.limits.body-size      | much      | The value of openimr.limits.body-size cannot be used: it must be a size such as 32MB.
          openimr.limits.body-size      | 1B        | openimr.limits.body-size must lie between 1KB and 1023MB.
          openimr.limits.nesting-depth  | 5         | openimr.limits.nesting-depth must lie between 10 and 500.
          openimr.limits.search-values  | 0         | openimr.limits.search-values must lie between 1 and 5000.
          openimr.limits.chain-depth    | 11        | openimr.limits.chain-depth must lie between 0 and 10.
          openimr.matching.key          | short     | openimr.matching.key must have at least 32 characters.
          openimr.timers.every          | 10ms      | openimr.timers.every must be 1s to 1h.
          openimr.timers.due-soon       | 60d       | openimr.timers.due-soon must be 1m to 30d.
          openimr.content.threshold     | 17MB      | openimr.content.threshold must be 1KB to 16MB.
          openimr.content.largest       | 1B        | openimr.content.largest must be 1KB to 100GB.
          openimr.content.transfer-time | 1s        | openimr.content.transfer-time must be 1m to 12h.
          openimr.object-store.bucket   | records   | openimr.object-store.bucket needs openimr.object-store.access-key and .secret-key.
          openimr.object-store.endpoint | http://x  | openimr.object-store.endpoint must be an https address, or an http one on this machine.
          openimr.scan.address          | clam      | openimr.scan.address must be a host and a port, as host:3310.
          openimr.scan.timeout          | 0s        | openimr.scan.timeout must be 1s to 10m.
          openimr.database.url          | mysql://x | openimr.database.url must begin with jdbc:postgresql: or jdbc:h2:.
          openimr.database.connections  | 1         | openimr.database.connections must be at least 4.
          openimr.fhir.base-url         | /fhir     | openimr.fhir.base-url must be an http or https address that ends in /fhir.
          openimr.fhir.page-size        | 500       | openimr.fhir.page-size must be at least 1 and at most openimr.fhir.maximum-page-size, which must be at most 1000.
          openimr.access.demo           | perhaps   | The value of openimr.access.demo cannot be used: it must be true or false.
          openimr.access.issuer         | http://x  | openimr.access.issuer must be an https address.
          openimr.access.clients-file   | /none     | openimr.access.clients-file must be a file that can be read.
          openimr.access.users-file     | /none     | openimr.access.users-file must be a file that can be read.
          openimr.access.keys-file      | /none     | openimr.access.keys-file must be a file that can be read.
          openimr.access.key-addresses  | https://x | openimr.access.key-addresses must be https addresses with a path, separated by commas.
          openimr.access.key-addresses  | http://x/ | openimr.access.key-addresses must be https addresses with a path, separated by commas.
          openimr.tls.keystore          | /none     | openimr.tls.keystore must be a file that can be read.
          openimr.hook.address          | http://imro.example/hook | openimr.hook.address must be an https address, or an http one on this machine.
          openimr.hook.address          | https://imro@imro.example/ | openimr.hook.address must be an https address, or an http one on this machine.
          openimr.hook.address          | https://imro.example/hook | openimr.hook.organization must name the review organization that is told.
          openimr.signature.keystore    | /none     | openimr.signature.keystore must be a file that can be read.
          openimr.signature.truststore  | /none     | openimr.signature.truststore must be a file that can be read.
          openimr.tls.truststore        | pom.xml   | openimr.tls.truststore needs openimr.tls.keystore beside it.
          """)
  void aValueThatCannotBeUsedIsRefusedInOneSentence(String key, String value, String sentence) {
    assertThatThrownBy(() -> Settings.read(with(Map.of(key, value))))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatABucketCannotTakeIsNotPromised() {
    Map<String, Object> given =
        Map.of(
            "openimr.object-store.bucket", "records",
            "openimr.object-store.access-key", "id",
            "openimr.object-store.secret-key", "secret",
            "openimr.content.largest", "5121MB");
    assertThatThrownBy(() -> Settings.read(with(given)))
        .hasMessage(
            "openimr.content.largest must be at most 5GB with openimr.object-store.bucket.");
  }

  @ParameterizedTest
  @CsvSource({"openimr.databse.url", "openimr.limits", "server.prt", "server.servlet.context-path"})
  void anUnknownKeyIsRefusedInOneSentence(String key) {
    assertThatThrownBy(() -> Settings.read(with(Map.of(key, "x"))))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessageStartingWith("There is no setting " + key + "; there are server.port, ");
  }

  @ParameterizedTest
  @CsvSource({"OPENIMR_LIMITS_BODY_SIZE", "OPENIMR_LIMITS_BODYSIZE"})
  void aSettingMayBeAnEnvironmentVariable(String name) {
    Settings settings = Settings.read(variables(Map.of(name, "5MB")));
    assertThat(settings.limits().bodySize().toMegabytes()).isEqualTo(5);
  }

  @Test
  void anUnknownEnvironmentVariableOfOursIsRefused() {
    assertThatThrownBy(() -> Settings.read(variables(Map.of("OPENIMR_DATABSE_URL", "x"))))
        .hasMessageStartingWith("There is no setting OPENIMR_DATABSE_URL; ");
  }

  @Test
  void environmentVariablesOfOthersAreLeftAlone() {
    Settings settings =
        Settings.read(
            variables(Map.of("SERVER_SOFTWARE", "x", "OPENIMR_SERVICE_HOST", "10.0.0.1")));
    assertThat(settings.server().port()).isEqualTo(8080);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      textBlock =
          """
          server.address=0.0.0.0                                                                                                     | it needs TLS: set openimr.tls.keystore, or openimr.access.behind-proxy=true if a proxy in front of it speaks TLS.
          server.address=0.0.0.0 openimr.access.issuer=https://a.example                                                             | it needs TLS: set openimr.tls.keystore, or openimr.access.behind-proxy=true if a proxy in front of it speaks TLS.
          server.address=0.0.0.0 openimr.tls.keystore=pom.xml                                                                        | it must know the https address that clients use: set openimr.fhir.base-url.
          openimr.access.behind-proxy=true                                                                                           | it must know the https address that clients use: set openimr.fhir.base-url.
          openimr.access.behind-proxy=true openimr.fhir.base-url=http://a.example/fhir                                               | it must know the https address that clients use: set openimr.fhir.base-url.
          """)
  void aServerThatOthersReachStartsOnlyWhenItIsSafe(String given, String sentence) {
    assertThatThrownBy(() -> Settings.read(with(pairs(given))))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessage("Others than this machine can reach the server, so " + sentence);
  }

  @Test
  void aServerThatOthersReachMustKnowWhoMayCall() {
    Settings settings =
        Settings.read(
            with(
                pairs(
                    "openimr.access.behind-proxy=true"
                        + " openimr.fhir.base-url=https://a.example/fhir")));
    assertThatThrownBy(() -> Exposure.checkClients(settings, false))
        .hasMessage(
            "Others than this machine can reach the server, so it must know who may call: set"
                + " openimr.access.issuer, or register clients in openimr.access.clients-file.");
    Exposure.checkClients(settings, true);
    Exposure.checkClients(
        Settings.read(
            with(
                pairs(
                    "openimr.access.behind-proxy=true openimr.fhir.base-url=https://a.example/fhir"
                        + " openimr.access.issuer=https://b.example"))),
        false);
    Exposure.checkClients(Settings.read(new StandardEnvironment()), false);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "server.port=0, true",
    "server.address=::1, true",
    "openimr.access.demo=false, false",
    "openimr.access.clients-file=pom.xml, false",
    "openimr.access.users-file=pom.xml, false",
    "openimr.access.issuer=https://a.example, false",
    "openimr.access.behind-proxy=true openimr.fhir.base-url=https://a.example/fhir, false",
    "server.address=0.0.0.0 openimr.tls.keystore=pom.xml"
        + " openimr.fhir.base-url=https://a.example/fhir, false",
  })
  void demonstrationTokensAreForThisMachineAlone(String given, boolean accepted) {
    assertThat(Exposure.demo(Settings.read(with(pairs(given))))).isEqualTo(accepted);
  }

  @Test
  void anIssuerElsewhereKnowsItsOwnClients() {
    assertThatThrownBy(
            () ->
                Settings.read(
                    with(
                        pairs(
                            "openimr.access.issuer=https://a.example"
                                + " openimr.access.clients-file=pom.xml"))))
        .hasMessage(
            "openimr.access.issuer cannot be used with openimr.access.clients-file or"
                + " openimr.access.users-file: the issuer knows its own clients and people.");
  }

  private static Map<String, Object> pairs(String text) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String pair : text.split(" ")) {
      pairs.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    return pairs;
  }

  private static StandardEnvironment with(Map<String, Object> properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", properties));
    return environment;
  }

  private static StandardEnvironment variables(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("variables-systemEnvironment", variables));
    return environment;
  }
}
