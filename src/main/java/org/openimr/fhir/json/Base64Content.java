package org.openimr.fhir.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes that stand in JSON as base64. */
public final class Base64Content {

  /** A multiple of four, so that each piece can be read alone. */
  private static final int PIECE = 1 << 16;

  private Base64Content() {}

  /**
   * Hashes the bytes without holding them.
   *
   * @param text the base64; line ends in it are passed over
   * @return the SHA-256, 64 hexadecimal digits; null if it is no base64
   */
  public static String sha256(JsonNode text) {
    String hash = text instanceof BodyText body ? inPieces(body) : null;
    if (hash != null) {
      return hash;
    }
    try {
      return CanonicalJson.sha256(Base64.getMimeDecoder().decode(text.asText()));
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  /** Null if it holds anything but base64, which whoever is lenient may still read. */
  private static String inPieces(BodyText text) {
    byte[] piece = new byte[Math.min(PIECE, text.length())];
    byte[] decoded = new byte[piece.length];
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int from = 0; from < text.length(); from += piece.length) {
        int count = text.copy(from, piece);
        boolean last = from + count == text.length();
        if (!last && piece[count - 1] == '=') {
          return null;
        }
        byte[] source = count == piece.length ? piece : Arrays.copyOf(piece, count);
        digest.update(decoded, 0, Base64.getDecoder().decode(source, decoded));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IllegalArgumentException notPlain) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
