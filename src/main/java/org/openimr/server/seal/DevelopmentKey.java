package org.openimr.server.seal;

import com.nimbusds.jose.util.X509CertUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.openimr.fhir.packet.seal.SigningKey;
import org.openimr.server.security.SecretFiles;

/**
 * A key for trying packets out, which is made at the first start and lies in the data directory, in
 * {@code signature}, with its certificate beside it. Nobody vouches for it.
 */
final class DevelopmentKey {

  /** No secret: the file itself is what must not get about. */
  private static final String PASSWORD = "development";

  private static final String NAME = "CN=OpenIMR development key";
  private static final String ADDRESS = "https://openimr.org/development-key";
  private static final int BITS = 2048;
  private static final int SERIAL_BITS = 64;
  private static final Period TERM = Period.ofYears(10);

  private DevelopmentKey() {}

  /** The key, made if it is not there. */
  static SigningKey in(Path data, Instant now) {
    Path file = data.resolve("signature").resolve("development.p12");
    if (!Files.exists(file)) {
      make(file, now);
    }
    return new KeyFile(file.toString(), file, PASSWORD).key();
  }

  private static void make(Path file, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      X509Certificate certificate = certificate(pair, now);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "packets", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, PASSWORD.toCharArray());
      SecretFiles.write(
          file.resolveSibling("development.pem"),
          X509CertUtils.toPEMString(certificate).getBytes(StandardCharsets.US_ASCII));
      SecretFiles.write(file, bytes.toByteArray());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    } catch (GeneralSecurityException | OperatorCreationException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  private static X509Certificate certificate(KeyPair pair, Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X500Name name = new X500Name(NAME);
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, new SecureRandom()),
                    Date.from(now),
                    Date.from(now.atOffset(ZoneOffset.UTC).plus(TERM).toInstant()),
                    name,
                    pair.getPublic())
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                        new GeneralName(GeneralName.uniformResourceIdentifier, ADDRESS)))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
  }
}
