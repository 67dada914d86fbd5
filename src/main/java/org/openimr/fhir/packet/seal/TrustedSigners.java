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

  /** Keeps its own copy. */
  public TrustedSigners {
    certificates = Set.copyOf(certificates);
  }

  /** Whether a chain leads to one of them. */
  boolean trust(List<X509Certificate> chain, Instant at) {
    if (certificates.contains(chain.get(0))) {
      return true;
    }
    if (certificates.isEmpty()) {
      return false;
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              certificates.stream()
                  .map(each -> new TrustAnchor(each, null))
                  .collect(Collectors.toSet()));
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
}
