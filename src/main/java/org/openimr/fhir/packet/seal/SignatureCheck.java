package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertChainUtils;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Checks the signature of a packet, and that all that stands beside it says the same as it. */
final class SignatureCheck {

  // no signature is older than its standards, and certificates know no later years
  private static final int FIRST_YEAR = 1990;
  private static final int LAST_YEAR = 9999;

  /** What a signature may be made with; nothing that both sides must share a secret for. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);

  private static final int PARTS = 6;
  private static final int MOST_CERTIFICATES = 10;

  private final PacketTree tree;
  private final JsonNode element;
  private final List<PacketFinding> findings = new ArrayList<>();
  private JWSHeader header;
  private List<X509Certificate> chain = List.of();
  private boolean misfits;

  SignatureCheck(PacketTree tree) {
    this.tree = tree;
    this.element = tree.root().path("signature");
    if (element.isMissingNode()) {
      found("unsigned", "The packet bears no signature.");
    } else {
      check();
    }
  }

  private void check() {
    Base64URL value = read();
    if (value == null) {
      found("signature-unreadable", "The signature is not a detached JWS as packets have it.");
      return;
    }
    chain = chain();
    if (chain.isEmpty() || !ALGORITHMS.contains(header.getAlgorithm()) || !strong()) {
      found(
          "signature-unreadable",
          "The signature names no certificate, or an algorithm or key that is not accepted.");
      return;
    }
    verify(value);
    beside();
  }

  private void found(String code, String text) {
    findings.add(PacketFinding.wrong(code, null, text));
  }

  /** Reads header and value; null if it is not as packets have it. */
  private Base64URL read() {
    try {
      String data = element.path("data").asText();
      byte[] decoded = Base64.getDecoder().decode(data);
      String[] parts = new String(decoded, StandardCharsets.US_ASCII).split("\\.", -1);
      boolean exact =
          parts.length == 3
              && parts[1].isEmpty()
              && Base64.getEncoder().encodeToString(decoded).equals(data)
              // bits at the end that mean nothing could be flipped else
              && Base64URL.encode(new Base64URL(parts[2]).decode()).toString().equals(parts[2]);
      if (!exact) {
        return null;
      }
      header = JWSHeader.parse(new Base64URL(parts[0]));
      return new Base64URL(parts[2]);
    } catch (ParseException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  private List<X509Certificate> chain() {
    List<com.nimbusds.jose.util.Base64> given = header.getX509CertChain();
    if (given == null || given.size() > MOST_CERTIFICATES) {
      return List.of();
    }
    try {
      return X509CertChainUtils.parse(given);
    } catch (ParseException unreadable) {
      return List.of();
    }
  }

  private boolean strong() {
    return SigningKey.algorithm(chain.get(0).getPublicKey()) != null;
  }

  private void verify(Base64URL value) {
    misfits = !DetachedJws.fits(header, chain.get(0).getPublicKey(), value, tree::signed);
    Object number = header.getCustomParam(PacketSignature.NUMBER);
    if (misfits) {
      found("signature-wrong", "The signature does not fit the packet.");
    }
    if (!tree.number().equals(number)) {
      found("other-packet", "The signature was made for a packet of another number.");
    }
  }

  /** What stands beside the signature is not signed; it must say the same. */
  private void beside() {
    if (!element.path("when").asText().equals(header.getCustomParam(PacketSignature.TIME))) {
      found("signature-beside", "Signature.when is not the time that was signed.");
    }
    SignerName signer = signer();
    if (signer == null || !signer.isNamed(element.path("who"))) {
      found("signature-beside", "Signature.who is not whom the certificate names.");
    }
    if (!PacketSignature.typed(element.path("type")) || !committed()) {
      found("signature-beside", "Signature.type is not the purpose that was signed.");
    }
    if (!element.path("targetFormat").asText().equals(PacketSignature.TARGET)
        || !element.path("sigFormat").asText().equals(PacketSignature.FORMAT)
        || element.size() != PARTS) {
      found("signature-beside", "The formats of the signature are not those of packets.");
    }
  }

  private boolean committed() {
    return String.valueOf(header.getCustomParam(PacketSignature.COMMITMENTS))
        .contains("urn:oid:" + PacketSignature.TYPE);
  }

  List<PacketFinding> findings() {
    return findings;
  }

  /** Whether the signature is not that of the packet by the key of the certificate. */
  boolean misfits() {
    return misfits;
  }

  /** The certificates; empty if they cannot be read. */
  List<X509Certificate> certificates() {
    return chain;
  }

  SignerName signer() {
    return chain.isEmpty() ? null : SignerName.of(chain.get(0));
  }

  /** When it was signed; null if that is not said. */
  Instant signed() {
    Object time = header == null ? null : header.getCustomParam(PacketSignature.TIME);
    try {
      OffsetDateTime told = time == null ? null : OffsetDateTime.parse(time.toString());
      return told == null || told.getYear() < FIRST_YEAR || told.getYear() > LAST_YEAR
          ? null
          : told.toInstant();
    } catch (DateTimeException noTime) {
      return null;
    }
  }
}
