package org.openimr.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;

/** Looks at what settings name: folders, the port, certificates, who may call. */
final class SettingsCheck {

  private static final long MEGABYTE = 1024L * 1024;
  private static final long LEAST_SPACE = 500;
  private static final Duration SOON = Duration.ofDays(30);

  private final Settings settings;
  private final Instant now;
  private final List<Symptom> found = new ArrayList<>();

  SettingsCheck(Settings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  List<Symptom> all() {
    folder();
    port();
    access();
    certificates("tls", settings.tls().keystore(), settings.tls().keystorePassword());
    if (settings.signature().keystore().isEmpty()) {
      found.add(
          Symptom.warn(
              "signature",
              "Packets are signed with a development key, which proves nothing to others; set"
                  + " openimr.signature.keystore."));
    } else {
      certificates(
          "signature", settings.signature().keystore(), settings.signature().keystorePassword());
    }
    return found;
  }

  private void folder() {
    Path folder = settings.data().directory().toAbsolutePath().normalize();
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
      found.add(
          Symptom.wrong(
              "data", "Nothing can be written into the folder of openimr.data.directory."));
      return;
    }
    long free = there.toFile().getUsableSpace() / MEGABYTE;
    found.add(
        free >= LEAST_SPACE
            ? Symptom.ok("data", "The folder of the data can be written; " + free + " MB are free.")
            : Symptom.wrong(
                "data", "Only " + free + " MB are free for data; make room for 500 MB or more."));
  }

  private void port() {
    int port = settings.server().port();
    if (port == 0) {
      found.add(Symptom.ok("port", "Any free port is taken."));
      return;
    }
    try (ServerSocket free = new ServerSocket(port, 1, settings.server().address())) {
      found.add(Symptom.ok("port", "Port " + free.getLocalPort() + " is free."));
    } catch (IOException taken) {
      found.add(
          Symptom.warn(
              "port",
              "Port "
                  + port
                  + " cannot be listened on: the server runs already, or another program has it;"
                  + " --server.port names another."));
    }
  }

  private void access() {
    if (Exposure.demo(settings)) {
      found.add(
          Symptom.warn(
              "access",
              "Published tokens are accepted from this machine; for real cases register clients"
                  + " and set openimr.access.demo=false."));
    } else {
      found.add(
          Symptom.ok(
              "access",
              Exposure.of(settings)
                  ? "Others can reach the server, and demonstration tokens are refused."
                  : "Only this machine reaches the server, and demonstration tokens are refused."));
    }
  }

  private void certificates(String check, String file, String password) {
    if (file.isEmpty()) {
      return;
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      Instant end = null;
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate each) {
          Instant until = each.getNotAfter().toInstant();
          end = end == null || until.isBefore(end) ? until : end;
        }
      }
      found.add(lasting(check, end));
    } catch (IOException | GeneralSecurityException unreadable) {
      found.add(
          Symptom.wrong(
              check, "openimr." + check + ".keystore is no PKCS 12 file that its password opens."));
    }
  }

  private Symptom lasting(String check, Instant end) {
    if (end == null) {
      return Symptom.wrong(check, "openimr." + check + ".keystore holds no certificate.");
    }
    if (end.isBefore(now)) {
      return Symptom.wrong(check, "The certificate expired on " + end + "; get another one.");
    }
    return end.isBefore(now.plus(SOON))
        ? Symptom.warn(check, "The certificate expires on " + end + "; get another one soon.")
        : Symptom.ok(check, "The certificate holds until " + end + ".");
  }
}
