package org.openimr.fhir.packet.seal;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.openimr.fhir.content.KeptContents;

/** Keys with certificates, for tests: of a plan that an authority vouches for, and of others. */
public final class SigningKeys {

  /** From when the certificates are valid. */
  public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  /** Until when the certificates are valid. */
  public static final Instant UNTIL = Instant.parse("2028-01-01T00:00:00Z");

  private static final KeyPair AUTHORITY = pair("RSA", 2048);
  private static final String AUTHORITY_NAME = "CN=Made-up Authority";

  /** The certificate of an authority. */
  public static final X509Certificate AUTHORITY_CERTIFICATE =
      certificate(AUTHORITY, AUTHORITY_NAME, AUTHORITY, AUTHORITY_NAME, null, KeyUsage.keyCertSign);

  /** The key of a plan, which the authority vouches for, with a National Provider Identifier. */
  public static final SigningKey PLAN = vouched(pair("RSA", 2048), npi("1234567893"));

  /** The same on an elliptic curve, with an address. */
  public static final SigningKey CURVE = vouched(pair("EC", 256), address());

  /** A key that nobody vouches for. */
  public static final SigningKey STRANGER = stranger();

  private SigningKeys() {}

  /** Seals with the key of the plan. */
  public static PacketSeal seal() {
    return new PacketSeal(FhirContext.forR4Cached(), PLAN, KeptContents.NONE);
  }

  /** Trusts the authority. */
  public static TrustedSigners trusted() {
    return new TrustedSigners(java.util.Set.of(AUTHORITY_CERTIFICATE));
  }

  private static SigningKey vouched(KeyPair pair, GeneralName name) {
    return new SigningKey(
        pair.getPrivate(),
        List.of(
            certificate(
                pair,
                "CN=Sierra Vista Health Plan",
                AUTHORITY,
                AUTHORITY_NAME,
                name,
                KeyUsage.digitalSignature)));
  }

  /** The certificate that the authority gives to a key. */
  static X509Certificate vouched(KeyPair pair) {
    return certificate(
        pair, "CN=x", AUTHORITY, AUTHORITY_NAME, address(), KeyUsage.digitalSignature);
  }

  /** The key of the authority itself. */
  static SigningKey authority() {
    return new SigningKey(
        AUTHORITY.getPrivate(),
        List.of(
            certificate(
                AUTHORITY,
                AUTHORITY_NAME,
                AUTHORITY,
                AUTHORITY_NAME,
                address(),
                KeyUsage.keyCertSign)));
  }

  /** A key for which somebody vouches who may only sign. */
  static SigningKey vouchedBy(SigningKey other) {
    KeyPair pair = pair("RSA", 2048);
    KeyPair issuer = new KeyPair(other.certificate().getPublicKey(), other.key());
    return new SigningKey(
        pair.getPrivate(),
        List.of(
            certificate(
                pair,
                "CN=Another Plan",
                issuer,
                "CN=Sierra Vista Health Plan",
                npi("1999999992"),
                KeyUsage.digitalSignature),
            other.certificate()));
  }

  /** A key whose certificate is for something else. */
  static SigningKey unfit() {
    KeyPair pair = pair("RSA", 2048);
    return new SigningKey(
        pair.getPrivate(),
        List.of(
            certificate(
                pair, "CN=x", AUTHORITY, AUTHORITY_NAME, address(), KeyUsage.keyEncipherment)));
  }

  private static SigningKey stranger() {
    KeyPair pair = pair("RSA", 2048);
    String name = "CN=Sierra Vista Health Plan";
    return new SigningKey(
        pair.getPrivate(),
        List.of(certificate(pair, name, pair, name, npi("1234567893"), KeyUsage.digitalSignature)));
  }

  private static GeneralName npi(String number) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(
            new ASN1ObjectIdentifier("2.16.840.1.113883.4.6"), new DERUTF8String(number)));
  }

  private static GeneralName address() {
    return new GeneralName(
        GeneralName.uniformResourceIdentifier, "https://sierra-vista.example.org");
  }

  static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  private static X509Certificate certificate(
      KeyPair subject,
      String subjectName,
      KeyPair issuer,
      String issuerName,
      GeneralName alternative,
      int usage) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuerName),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(FROM),
              Date.from(UNTIL),
              new X500Name(subjectName),
              subject.getPublic());
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(usage == KeyUsage.keyCertSign));
      if (alternative != null) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternative));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
