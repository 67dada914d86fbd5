package org.openimr.fhir.packet.seal;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.function.Consumer;
import org.openimr.fhir.json.Base64Sink;
import org.openimr.fhir.json.ByteSink;

/**
 * A JWS whose content stands elsewhere and goes through it piece by piece, however large it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#appendix-F">RFC 7515, appendix F</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3">RFC 7518, section 3</a>
 */
final class DetachedJws {

  private DetachedJws() {}

  /** Signs; the result has no content between its points. */
  static String sign(JWSHeader header, PrivateKey key, Consumer<ByteSink> content)
      throws GeneralSecurityException {
    Signature signature = signature(header.getAlgorithm());
    signature.initSign(key);
    feed(signature, header, content);
    return header.toBase64URL() + ".." + Base64URL.encode(signature.sign());
  }

  /** Whether a value is the signature of the content by the key. */
  static boolean fits(
      JWSHeader header, PublicKey key, Base64URL value, Consumer<ByteSink> content) {
    // nothing critical is understood here, a content that is not encoded neither
    if (header.getCriticalParams() != null
        || !header.isBase64URLEncodePayload()
        || key instanceof ECPublicKey && !header.getAlgorithm().equals(SigningKey.algorithm(key))) {
      return false;
    }
    try {
      Signature signature = signature(header.getAlgorithm());
      signature.initVerify(key);
      feed(signature, header, content);
      return signature.verify(value.decode());
    } catch (GeneralSecurityException unfit) {
      return false;
    }
  }

  private static void feed(Signature signature, JWSHeader header, Consumer<ByteSink> content)
      throws GeneralSecurityException {
    signature.update((header.toBase64URL() + ".").getBytes(StandardCharsets.US_ASCII));
    Base64Sink encoded =
        new Base64Sink(
            Base64.getUrlEncoder().withoutPadding(),
            (bytes, offset, length) -> update(signature, bytes, offset, length));
    content.accept(encoded);
    encoded.end();
  }

  private static void update(Signature signature, byte[] bytes, int offset, int length) {
    try {
      signature.update(bytes, offset, length);
    } catch (SignatureException notStarted) {
      throw new IllegalStateException(notStarted);
    }
  }

  private static Signature signature(JWSAlgorithm algorithm) throws GeneralSecurityException {
    String bits = algorithm.getName().substring(2);
    return switch (algorithm.getName().substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      default -> {
        Signature padded = Signature.getInstance("RSASSA-PSS");
        padded.setParameter(
            new PSSParameterSpec(
                "SHA-" + bits,
                "MGF1",
                new MGF1ParameterSpec("SHA-" + bits),
                Integer.parseInt(bits) / Byte.SIZE,
                PSSParameterSpec.TRAILER_FIELD_BC));
        yield padded;
      }
    };
  }
}
