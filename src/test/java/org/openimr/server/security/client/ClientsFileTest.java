package org.openimr.server.security.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.settings.UnusableSettingException;

/** A file of clients is read whole, or refused with everything that is wrong with it. */
class ClientsFileTest {

  private static final ClientReader READER =
      new ClientReader(new KeyAddresses(List.of("https://plan.example.org/"), Clock.systemUTC()));

  private static RSAKey rsa;

  @TempDir private Path folder;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("one").generate();
  }

  private Map<String, Client> read(String text) throws IOException {
    return ClientsFile.read(Files.writeString(folder.resolve("clients.yaml"), text), READER);
  }

  private static String pem(byte[] encoded) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void keysAreGivenAsJwksAddressOrPem() throws Exception {
    Path pem = Files.writeString(folder.resolve("a.pem"), pem(rsa.toPublicKey().getEncoded()));
    byte[] point = new ECKeyGenerator(Curve.P_384).generate().toECPublicKey().getEncoded();
    Files.writeString(folder.resolve("b.pem"), pem(point));
    Map<String, Client> clients =
        read(
            """
            clients:
            - {id: inline, role: plan, organization: vchcp, scopes: system/*.rs, jwks: %s}
            - {id: away, role: imro, organization: imro-1, scopes: [system/Task.rs],
               jwks-url: "https://plan.example.org/keys"}
            - id: pem
              role: department
              organization: dmhc
              scopes: system/*.cruds
              bound-to-certificate: true
              keys:
              - {kid: a, pem-file: "%s"}
              - {kid: b, pem-file: "%s"}
            - {id: console, scopes: user/*.rs openid,
               redirect-addresses: ["https://a.example/b", "http://127.0.0.1:3000/"]}
            """
                .formatted(new JWKSet(rsa), pem, folder.resolve("b.pem")));
    assertThat(clients.keySet()).containsExactly("inline", "away", "pem", "console");
    assertThat(clients.get("inline").keys().getKeyByKeyId("one").toRSAKey().toRSAPublicKey())
        .isEqualTo(rsa.toRSAPublicKey());
    assertThat(clients.get("away").keysAddress()).isEqualTo("https://plan.example.org/keys");
    assertThat(clients.get("pem").keys().getKeyByKeyId("a").toRSAKey().toRSAPublicKey())
        .isEqualTo(rsa.toRSAPublicKey());
    assertThat(clients.get("pem").keys().getKeyByKeyId("b").toECKey().toECPublicKey().getEncoded())
        .isEqualTo(point);
    assertThat(clients.get("pem").boundToCertificate()).isTrue();
    assertThat(clients.get("console").forPeople()).isTrue();
  }

  @Test
  void theFileMayBeJson() throws Exception {
    assertThat(
            read(
                "{\"clients\":[{\"id\":\"a\",\"role\":\"plan\",\"organization\":\"b\","
                    + "\"scopes\":[\"system/*.rs\"],\"jwks\":"
                    + new JWKSet(rsa)
                    + "}]}"))
        .containsKey("a");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          id: 'a b'                                    | id must be 1 to 100 letters, digits and . _ : / -, a letter or digit first
          role: boss                                   | role must be a code of imr-party, such as plan
          organization: 'a b'                          | organization must be the id of an Organization, such as vchcp
          scopes: []                                   | scopes must name at least one scope
          scopes: user/*.rs                            | scopes must be SMART scopes such as system/*.rs
          scopes: system/Task.sr                       | scopes must be SMART scopes such as system/*.rs
          jwks: {}                                     | jwks must be a JWK Set: {"keys": […]}
          jwks: {keys: []}                             | jwks must hold 1 to 20 keys
          jwks: 'x'                                    | jwks must be a JWK Set: {"keys": […]}
          jwks: null                                   | jwks must be there, or keys, or jwks-url, and only one of them
          jwks-url: 'https://plan.example.org/k'       | jwks must be there, or keys, or jwks-url, and only one of them
          keys: [{kid: a, pem: x}]                     | keys cannot stand beside jwks
          disabled: maybe                              | disabled must be true or false
          secret: x                                    | secret is not known here
          redirect-addresses: ['https://a.example/']   | redirect-addresses cannot stand beside role, organization or keys: people bring theirs
          """)
  void whatIsWrongIsSaid(String change, String problem) {
    String name = change.substring(0, change.indexOf(':'));
    StringBuilder row = new StringBuilder("clients:\n- x-unused: null\n");
    row.setLength("clients:\n".length());
    String first = "- ";
    for (String member :
        new String[] {
          "id: a",
          "role: plan",
          "organization: vchcp",
          "scopes: system/*.rs",
          "jwks: " + new JWKSet(rsa)
        }) {
      if (!member.startsWith(name + ":")) {
        row.append(first).append(member).append('\n');
        first = "  ";
      }
    }
    row.append("  ").append(change).append('\n');
    assertThatThrownBy(() -> read(row.toString()))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessageStartingWith("The file of openimr.access.clients-file cannot be used: ")
        .hasMessageContaining("clients[0] " + problem);
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    clients:
                    - {id: a, role: boss, organization: vchcp, scopes: everything, jwks: x}
                    - text
                    """))
        .hasMessageContaining("clients[0] role must be")
        .hasMessageContaining("clients[0] scopes must be")
        .hasMessageContaining("clients[0] jwks must be")
        .hasMessageContaining("clients[1] must be an object");
  }

  @Test
  void aWeakOrPrivateKeyIsRefused() throws Exception {
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    assertThat(problem(new JWKSet(weak).toString()))
        .contains("must be RSA keys of 2048 bits or more, or EC keys on P-384");
    assertThat(
            problem(new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("p").generate()).toString()))
        .contains("must be RSA keys of 2048 bits or more, or EC keys on P-384");
    assertThat(problem(new JWKSet(rsa).toString(false))).contains("hold a private key");
    assertThat(problem(new JWKSet(new RSAKey.Builder(rsa).keyID(null).build()).toString()))
        .contains("must each have a kid");
    assertThat(problem(new JWKSet(List.of(rsa, rsa)).toString()))
        .contains("must each have a kid of their own");
    assertThat(problem("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}]}"))
        .contains("hold a private key");
  }

  private String problem(String jwks) {
    try {
      read(
          "clients:\n- {id: a, role: plan, organization: b, scopes: system/*.rs, jwks: "
              + jwks
              + "}\n");
      return "";
    } catch (UnusableSettingException | IOException refused) {
      return refused.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://other.example.org/keys",
    "http://plan.example.org/keys",
    "https://plan.example.org.evil.example/keys",
    "https://plan.example.org/../keys",
    "https://plan.example.org/%2e%2e/keys",
    "https://plan.example.org@evil.example/keys",
    "file:///etc/passwd",
  })
  void keysAreFetchedFromAllowedAddressesAlone(String address) {
    assertThatThrownBy(
            () ->
                read(
                    "clients:\n- {id: a, role: plan, organization: b, scopes: system/*.rs,"
                        + " jwks-url: '"
                        + address
                        + "'}\n"))
        .hasMessageContaining(
            "jwks-url must begin with an address of openimr.access.key-addresses");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/",
    "https://a.example/#x",
    "javascript:alert(1)",
    "a.example",
    "ftp://a.example/"
  })
  void peopleAreSentBackToSafeAddressesAlone(String address) {
    assertThatThrownBy(
            () ->
                read(
                    "clients:\n- {id: a, scopes: user/*.rs, redirect-addresses: ['"
                        + address
                        + "']}\n"))
        .hasMessageContaining("redirect-addresses must be https addresses without fragment");
  }

  @ParameterizedTest
  @CsvSource({"'clients: 1'", "'[]'", "'{'", "'x: []'", "'!!java.io.File [x]'", "''"})
  void whatIsNoListOfClientsIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnusableSettingException.class);
  }

  @Test
  void anIdStandsOnce() {
    String row =
        "- {id: a, role: plan, organization: b, scopes: system/*.rs, jwks: "
            + new JWKSet(rsa)
            + "}\n";
    assertThatThrownBy(() -> read("clients:\n" + row + row))
        .hasMessageContaining("clients[1] has the id of another one");
  }
}
