package org.openimr.fhir.packet.seal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates in which who verifies packets trusts: those of signers themselves, and those of
 * authorities that vouch for signers. Revocation is not asked for: nothing is fetched.
 *
 * @param certificates the certificates
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280</a>
 */
public record TrustedSigners(Set<X509Certificate> certificates) {

  private static final int SIGNS_CERTIFICATES = 5;

  /** Keeps its own copy. */
  public TrustedSigners {
    certificates = Set.copyOf(certificates);
  }

  /** Whether a chain leads to one of them. */
  boolean trust(List<X509Certificate> chain, Instant at) {
    if (certificates.contains(chain.get(0))) {
      return true;
    }
    // who is trusted to sign is not trusted to say who others are
    Set<TrustAnchor> authorities =
        certificates.stream()
            .filter(TrustedSigners::vouches)
            .map(each -> new TrustAnchor(each, null))
            .collect(Collectors.toSet());
    if (authorities.isEmpty()) {
      return false;
    }
    try {
      PKIXParameters parameters = new PKIXParameters(authorities);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      List<X509Certificate> path =
          chain.stream().filter(each -> !certificates.contains(each)).toList();
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return true;
    } catch (GeneralSecurityException untrusted) {
      return false;
    }
  }

  /** Whether a certificate is that of an authority (RFC 5280, 4.2.1.3 and 4.2.1.9). */
  private static boolean vouches(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[SIGNS_CERTIFICATES]);
  }
}
