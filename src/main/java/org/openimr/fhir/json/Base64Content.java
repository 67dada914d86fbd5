package org.openimr.fhir.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes that stand in JSON as base64. */
public final class Base64Content {

  /** A multiple of four, so that each piece can be read alone. */
  private static final int PIECE = 1 << 16;

  private static final boolean[] ALPHABET = alphabet();

  private Base64Content() {}

  /**
   * Hashes the bytes without holding them.
   *
   * @param text the base64; line ends in it are passed over
   * @return the SHA-256, 64 hexadecimal digits; null if it is no base64
   */
  public static String sha256(JsonNode text) {
    MessageDigest digest = CanonicalJson.digest();
    return decode(text, digest::update) ? HexFormat.of().formatHex(digest.digest()) : null;
  }

  /**
   * Gives the bytes, if it is plain base64 piece by piece.
   *
   * @param text the base64; line ends in it are passed over
   * @param sink what takes them
   * @return whether it is base64; else nothing was given
   */
  public static boolean decode(JsonNode text, ByteSink sink) {
    if (text instanceof Base64Text kept) {
      kept.bytes(sink);
      return true;
    }
    if (text instanceof BodyText body && plain(body)) {
      pieces(body, sink);
      return true;
    }
    try {
      byte[] decoded = Base64.getMimeDecoder().decode(text.asText());
      sink.take(decoded, 0, decoded.length);
      return true;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  /** Whether it is characters of base64 alone, and padding at the end; others read leniently. */
  private static boolean plain(BodyText text) {
    int padding = text.padding();
    int rest = (text.length() - padding) % 4;
    return text.consistsOf(ALPHABET, text.length() - padding)
        && (padding == 0 ? rest != 1 : rest + padding == 4);
  }

  private static void pieces(BodyText text, ByteSink sink) {
    byte[] piece = new byte[Math.min(PIECE, text.length())];
    byte[] decoded = new byte[piece.length];
    for (int from = 0; from < text.length(); from += piece.length) {
      int count = text.copy(from, piece);
      byte[] source = count == piece.length ? piece : Arrays.copyOf(piece, count);
      sink.take(decoded, 0, Base64.getDecoder().decode(source, decoded));
    }
  }

  private static boolean[] alphabet() {
    boolean[] alphabet = new boolean[128];
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        .chars()
        .forEach(each -> alphabet[each] = true);
    return alphabet;
  }
}
