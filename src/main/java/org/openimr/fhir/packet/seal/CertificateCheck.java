package org.openimr.fhir.packet.seal;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the certificate of a signature: for signing, valid when it was signed, vouched for by
 * somebody who is trusted.
 */
final class CertificateCheck {

  /** By how much clocks may differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private CertificateCheck() {}

  static List<PacketFinding> of(
      List<X509Certificate> chain, Instant signed, TrustedSigners trusted, Instant now) {
    List<PacketFinding> findings = new ArrayList<>();
    X509Certificate certificate = chain.get(0);
    if (signed == null || signed.isAfter(now.plus(SKEW))) {
      wrong(
          findings,
          "signature-time",
          "The signature does not say when it was made, or a time to come.");
    } else if (!valid(certificate, signed)) {
      wrong(
          findings,
          "certificate-expired",
          "The certificate was not valid when the packet was signed.");
    } else if (!valid(certificate, now)) {
      findings.add(
          PacketFinding.remark(
              "certificate-ended",
              "The certificate was valid when the packet says that it was signed, and is not any"
                  + " more."));
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[0]) {
      wrong(findings, "certificate-unfit", "The certificate is not one for signatures.");
    }
    if (!trusted.trust(chain, signed == null ? now : signed)) {
      wrong(
          findings, "certificate-untrusted", "Nobody who is trusted vouches for the certificate.");
    }
    return findings;
  }

  private static void wrong(List<PacketFinding> findings, String code, String text) {
    findings.add(PacketFinding.wrong(code, null, text));
  }

  private static boolean valid(X509Certificate certificate, Instant at) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }
}
