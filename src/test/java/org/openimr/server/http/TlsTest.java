package org.openimr.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.nimbusds.jose.util.X509CertUtils;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.server.security.token.CertificateBinding;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.server.WebServer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** TLS from a keystore, and client certificates, by settings alone. */
class TlsTest {

  @TempDir private static Path folder;
  private static WebServer server;

  @BeforeAll
  static void start() throws Exception {
    keystore("server");
    keystore("client");
    certificateOf("client", "trusted");
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "server.port", "0",
                    "openimr.tls.keystore", folder.resolve("server.p12").toString(),
                    "openimr.tls.keystore-password", "secret",
                    "openimr.tls.truststore", folder.resolve("trusted.p12").toString(),
                    "openimr.tls.truststore-password", "secret")));
    server =
        new HttpConfig()
            .jetty(Settings.read(environment), FhirContext.forR4Cached())
            .getWebServer(context -> context.addServlet("shown", new Shown()).addMapping("/shown"));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  /** Says which certificate the client has shown. */
  private static final class Shown extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getWriter()
          .write(
              request.getScheme()
                  + " "
                  + CertificateBinding.confirmation(request)
                      .map(shown -> shown.get("x5t#S256").toString())
                      .orElse("none"));
    }
  }

  private static void keytool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void keystore(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp384r1",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        folder.resolve(name + ".p12").toString(),
        "-storepass",
        "secret");
  }

  private static void certificateOf(String name, String trusted) throws Exception {
    Path file = folder.resolve(name + ".cer");
    keytool(
        "-exportcert",
        "-alias",
        name,
        "-keystore",
        folder.resolve(name + ".p12").toString(),
        "-storepass",
        "secret",
        "-file",
        file.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        file.toString(),
        "-storetype",
        "PKCS12",
        "-keystore",
        folder.resolve(trusted + ".p12").toString(),
        "-storepass",
        "secret");
  }

  private static KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(file, "secret".toCharArray());
    }
    return store;
  }

  private static SSLContext context(String client) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", load("server").getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManager[] keys = null;
    if (client != null) {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(load(client), "secret".toCharArray());
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private static String get(String client, String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            context(client).getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket
          .getOutputStream()
          .write("GET /shown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }

  @Test
  void theServerSpeaksTls12And13AndNothingOlder() throws Exception {
    assertThat(get(null, "TLSv1.3")).startsWith("HTTP/1.1 200").endsWith("https none");
    assertThat(get(null, "TLSv1.2")).startsWith("HTTP/1.1 200").endsWith("https none");
    assertThatThrownBy(() -> get(null, "TLSv1.1")).isInstanceOf(SSLException.class);
  }

  @Test
  void withoutTlsNothingIsAnswered() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
      socket.getOutputStream().write("GET /shown HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
      assertThat(new String(socket.getInputStream().readAllBytes())).doesNotContain("none");
    }
  }

  @Test
  void theCertificateOfAClientIsKnown() throws Exception {
    X509Certificate certificate = (X509Certificate) load("client").getCertificate("client");
    assertThat(get("client", "TLSv1.3"))
        .endsWith("https " + X509CertUtils.computeSHA256Thumbprint(certificate));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTaken() throws Exception {
    // the client is told which authorities are known, and keeps the other one to itself
    assertThat(get("server", "TLSv1.2")).endsWith("https none");
  }
}
