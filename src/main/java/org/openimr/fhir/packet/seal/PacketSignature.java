package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Signature;

/**
 * A detached JSON Web Signature over the canonical JSON of a packet, in {@code Bundle.signature}.
 *
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/signatures.html">Da Vinci CDex 2.1.0,
 *     signatures</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#appendix-F">RFC 7515, detached content</a>
 */
final class PacketSignature {

  static final String TARGET =
      "application/fhir+json;canonicalization="
          + "http://hl7.org/fhir/canonicalization/json#document";
  static final String FORMAT = "application/jose";
  static final String TYPE_SYSTEM = "urn:iso-astm:E1762-95:2013";
  static final String TYPE = "1.2.840.10065.1.12.1.5";
  static final String TYPE_NAME = "Verification Signature";

  /** Header parameter: when it was signed. */
  static final String TIME = "sigT";

  /** Header parameter: what it was signed for. */
  static final String COMMITMENTS = "srCms";

  /** Header parameter: the number of the packet, so that a signature of another one is noticed. */
  static final String NUMBER = "https://openimr.org/fhir/sid/packet-number";

  private PacketSignature() {}

  /** Signs a packet. */
  static void put(Bundle packet, PacketTree tree, SigningKey key, String time) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(key.algorithm())
              .type(JOSEObjectType.JOSE)
              .x509CertChain(encoded(key.chain()))
              .customParam(TIME, time)
              .customParam(
                  COMMITMENTS,
                  List.of(Map.of("commId", Map.of("id", "urn:oid:" + TYPE, "desc", TYPE_NAME))))
              .customParam(NUMBER, tree.number())
              .build();
      String jws = DetachedJws.sign(header, key.key(), tree::signed);
      packet.setSignature(element(SignerName.of(key.certificate()), time, jws));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("the key cannot sign", unusable);
    }
  }

  private static List<Base64> encoded(List<X509Certificate> chain)
      throws CertificateEncodingException {
    List<Base64> encoded = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      encoded.add(Base64.encode(certificate.getEncoded()));
    }
    return encoded;
  }

  private static Signature element(SignerName signer, String time, String jws) {
    Signature signature = new Signature();
    signature.addType(new Coding(TYPE_SYSTEM, TYPE, TYPE_NAME));
    signature.setWhenElement(new InstantType(time));
    Reference who = new Reference();
    who.getIdentifier().setSystem(signer.system()).setValue(signer.value());
    who.setDisplay(signer.name().isEmpty() ? null : signer.name());
    signature.setWho(who);
    signature.setTargetFormat(TARGET);
    signature.setSigFormat(FORMAT);
    signature.setData(jws.getBytes(StandardCharsets.US_ASCII));
    return signature;
  }

  /** Whether the types of a signature are those for which packets are signed, and no others. */
  static boolean typed(JsonNode types) {
    JsonNode type = types.path(0);
    return types.size() == 1
        && type.size() == 3
        && type.path("system").asText().equals(TYPE_SYSTEM)
        && type.path("code").asText().equals(TYPE)
        && type.path("display").asText().equals(TYPE_NAME);
  }
}
