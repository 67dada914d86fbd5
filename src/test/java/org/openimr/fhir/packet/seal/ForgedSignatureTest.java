package org.openimr.fhir.packet.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.fhir.packet.seal.SealedPacket.bytes;
import static org.openimr.fhir.packet.seal.SealedPacket.tree;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Signatures made by somebody who knows how, over a packet that is otherwise whole. */
class ForgedSignatureTest {

  private static final Instant NOW = Instant.parse("2026-07-04T17:00:00Z");
  private static final byte[] PACKET = SealedPacket.by(SigningKeys.PLAN);

  private static List<String> codes(byte[] packet, X509Certificate... trusted) {
    PacketVerdict verdict =
        new PacketVerifier(new TrustedSigners(Set.of(trusted)))
            .verify(packet, ExpectedPacket.ANY, NOW);
    assertThat(verdict.valid()).isEqualTo(verdict.findings().isEmpty());
    return verdict.findings().stream().map(PacketFinding::code).toList();
  }

  /** The packet, signed anew with another header; the key is that of the plan unless told. */
  private static List<String> forged(Consumer<ObjectNode> alteration) {
    return forged(alteration, SigningKeys.PLAN.key());
  }

  private static List<String> forged(Consumer<ObjectNode> alteration, PrivateKey key) {
    ObjectNode packet = tree(PACKET);
    ObjectNode header = header(packet);
    alteration.accept(header);
    try {
      String jws =
          DetachedJws.sign(JWSHeader.parse(header.toString()), key, new PacketTree(packet)::signed);
      put(packet, jws);
    } catch (GeneralSecurityException | ParseException e) {
      throw new IllegalStateException(e);
    }
    return codes(bytes(packet), SigningKeys.AUTHORITY_CERTIFICATE);
  }

  private static ObjectNode header(ObjectNode packet) {
    String jws =
        new String(
            Base64.getDecoder().decode(packet.at("/signature/data").asText()),
            StandardCharsets.US_ASCII);
    return (ObjectNode) PacketTree.json(Base64.getUrlDecoder().decode(jws.split("\\.", 2)[0]));
  }

  private static void put(ObjectNode packet, String jws) {
    ((ObjectNode) packet.get("signature"))
        .put("data", Base64.getEncoder().encodeToString(jws.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signedAnewWithTheSameHeaderItIsValid() {
    assertThat(forged(header -> {})).isEmpty();
  }

  @Test
  void theCertificateOfOneAndTheKeyOfAnother() {
    assertThat(forged(header -> {}, SigningKeys.STRANGER.key()))
        .containsExactly("altered", "signature-wrong");
    assertThat(forged(header -> header.set("x5c", chain(SigningKeys.STRANGER.certificate()))))
        .contains("signature-wrong", "certificate-untrusted");
  }

  private static ArrayNode chain(X509Certificate... certificates) {
    ArrayNode chain = tree(PACKET).arrayNode();
    for (X509Certificate each : certificates) {
      chain.add(encoded(each));
    }
    return chain;
  }

  @Test
  void aStrangerWhoAddsTheCertificateOfTheAuthorityIsNotVouchedFor() {
    assertThat(
            forged(
                header ->
                    header.set(
                        "x5c",
                        chain(
                            SigningKeys.STRANGER.certificate(),
                            SigningKeys.PLAN.certificate(),
                            SigningKeys.AUTHORITY_CERTIFICATE)),
                SigningKeys.STRANGER.key()))
        .containsExactly("certificate-untrusted");
  }

  @Test
  void noCertificateOrOneThatCannotBeRead() {
    assertThat(forged(header -> header.remove("x5c"))).containsExactly("signature-unreadable");
    assertThat(forged(header -> header.putArray("x5c"))).containsExactly("signature-unreadable");
    assertThat(forged(header -> header.putArray("x5c").add("AAAA")))
        .containsExactly("signature-unreadable");
    assertThat(forged(header -> header.putArray("x5c").add("~ no base64 ~")))
        .containsExactly("signature-unreadable");
    String half = encoded(SigningKeys.PLAN.certificate()).substring(0, 400);
    assertThat(forged(header -> header.putArray("x5c").add(half)))
        .containsExactly("signature-unreadable");
    assertThat(
            forged(
                header -> {
                  ArrayNode many = header.putArray("x5c");
                  for (int i = 0; i < 11; i++) {
                    many.add(encoded(SigningKeys.PLAN.certificate()));
                  }
                }))
        .containsExactly("signature-unreadable");
  }

  @Test
  void keysThatAreNamedOtherwiseThanByACertificateAreNotHeeded() {
    assertThat(
            forged(
                header -> {
                  header.remove("x5c");
                  header.put("kid", "plan").put("jku", "https://attacker.example/keys");
                  header.put("x5u", "https://attacker.example/certificate");
                }))
        .containsExactly("signature-unreadable");
  }

  @Test
  void anAlgorithmOfAnotherKey() {
    // the public key as if it were a secret that both sides share
    ObjectNode packet = tree(PACKET);
    ObjectNode header = header(packet).put("alg", "HS256");
    Base64URL encoded = Base64URL.encode(header.toString());
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((encoded + ".").getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    new PacketTree(packet).signed(content::write);
    signed.writeBytes(
        Base64URL.encode(content.toByteArray()).toString().getBytes(StandardCharsets.US_ASCII));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              SigningKeys.PLAN.certificate().getPublicKey().getEncoded(), "HmacSHA256"));
      put(packet, encoded + ".." + Base64URL.encode(mac.doFinal(signed.toByteArray())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    assertThat(codes(bytes(packet), SigningKeys.AUTHORITY_CERTIFICATE))
        .containsExactly("signature-unreadable");

    // a key of the one kind, an algorithm of the other
    assertThat(forged(each -> each.put("alg", "ES256"), SigningKeys.CURVE.key()))
        .containsExactly("altered", "signature-wrong");
  }

  @Test
  void aKeyThatIsTooWeak() {
    KeyPair weak = SigningKeys.pair("RSA", 1024);
    assertThat(
            forged(
                header -> header.set("x5c", chain(SigningKeys.vouched(weak))), weak.getPrivate()))
        .containsExactly("signature-unreadable");
  }

  @Test
  void whatIsCriticalAndNotUnderstood() {
    assertThat(forged(header -> header.put("x", 1).putArray("crit").add("x")))
        .containsExactly("altered", "signature-wrong");
    assertThat(forged(header -> header.put("b64", false).putArray("crit").add("b64")))
        .containsExactly("altered", "signature-wrong");
  }

  @Test
  void aTimeThatIsNotSaidOrHasNotCome() {
    assertThat(forged(header -> header.remove("sigT")))
        .contains("signature-time", "signature-beside");
    assertThat(forged(header -> header.put("sigT", 7))).contains("signature-time");
    assertThat(forged(header -> header.put("sigT", "2026-07-04T17:05:01Z")))
        .contains("signature-time");
    assertThat(forged(header -> header.put("sigT", "2028-01-01T00:00:01Z")))
        .contains("signature-time");
  }

  @Test
  void aCertificateThatWasNotValidYetOrAnyMore() {
    for (String time : new String[] {"2025-12-31T23:59:59Z", "2028-01-01T00:00:01Z"}) {
      byte[] packet = SealedPacket.by(SigningKeys.PLAN, Instant.parse(time), "2026-000001-imro-1");
      assertThat(
              new PacketVerifier(SigningKeys.trusted())
                  .verify(packet, ExpectedPacket.ANY, Instant.parse("2028-06-01T00:00:00Z"))
                  .findings())
          .as(time)
          .extracting(PacketFinding::code)
          .contains("certificate-expired");
    }
  }

  @Test
  void aCertificateForSomethingElse() {
    for (SigningKey key : new SigningKey[] {SigningKeys.unfit(), SigningKeys.authority()}) {
      assertThat(codes(SealedPacket.by(key), SigningKeys.AUTHORITY_CERTIFICATE))
          .contains("certificate-unfit");
    }
  }

  @Test
  void whoIsTrustedToSignIsNotTrustedToVouch() {
    SigningKey helped = SigningKeys.vouchedBy(SigningKeys.PLAN);
    assertThat(codes(SealedPacket.by(helped), SigningKeys.PLAN.certificate()))
        .contains("certificate-untrusted");
    assertThat(codes(SealedPacket.by(helped), SigningKeys.AUTHORITY_CERTIFICATE))
        .contains("certificate-untrusted");
  }

  @Test
  void whereNobodyIsTrustedNoPacketIsValid() {
    assertThat(codes(PACKET)).containsExactly("certificate-untrusted");
  }

  @Test
  void aCertificateInWhichAnyBitIsFlippedIsFound() {
    byte[] certificate = Base64.getDecoder().decode(encoded(SigningKeys.CURVE.certificate()));
    ObjectNode packet = tree(SealedPacket.by(SigningKeys.CURVE));
    String signature =
        new String(
                Base64.getDecoder().decode(packet.at("/signature/data").asText()),
                StandardCharsets.US_ASCII)
            .split("\\.", -1)[2];
    ObjectNode header = header(packet);
    for (int bit = 0; bit < certificate.length * Byte.SIZE; bit++) {
      byte[] flipped = certificate.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      header.putArray("x5c").add(Base64.getEncoder().encodeToString(flipped));
      put(packet, Base64URL.encode(header.toString()) + ".." + signature);
      assertThat(codes(bytes(packet), SigningKeys.AUTHORITY_CERTIFICATE))
          .as("bit %d", bit)
          .containsAnyOf("signature-wrong", "signature-unreadable");
    }
  }
}
