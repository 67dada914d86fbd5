package org.openimr.fhir.casefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * JSON in the one form that content of equal meaning has.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * Writes the canonical form.
   *
   * @param tree an object or array
   * @return UTF-8
   */
  public static byte[] of(JsonNode tree) {
    return of(tree.toString());
  }

  /**
   * Writes the canonical form.
   *
   * @param json well-formed JSON, an object or array
   * @return UTF-8
   */
  public static byte[] of(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException e) {
      // the text was written by a JSON writer
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Hashes the canonical form.
   *
   * @param tree an object or array
   * @return 64 hexadecimal digits
   */
  public static String sha256(JsonNode tree) {
    return sha256(of(tree));
  }

  /**
   * Hashes bytes.
   *
   * @param bytes any bytes
   * @return 64 hexadecimal digits
   */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
