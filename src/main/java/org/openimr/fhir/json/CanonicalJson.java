package org.openimr.fhir.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * JSON in the one form that content of equal meaning has.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * Writes the canonical form piece by piece.
   *
   * @param tree JSON
   * @param sink what takes it, in UTF-8
   * @throws org.openimr.fhir.UnreadableResourceException if it has none: a number beyond those of
   *     IEEE 754, half a character
   */
  public static void write(JsonNode tree, ByteSink sink) {
    CanonicalForm.write(tree, sink);
  }

  /**
   * Writes the canonical form.
   *
   * @param tree JSON
   * @return UTF-8
   * @throws org.openimr.fhir.UnreadableResourceException if it has none
   */
  public static byte[] of(JsonNode tree) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    write(tree, written::write);
    return written.toByteArray();
  }

  /**
   * Writes the canonical form.
   *
   * @param json well-formed JSON
   * @return UTF-8
   * @throws org.openimr.fhir.UnreadableResourceException if it has none
   */
  public static byte[] of(String json) {
    try {
      return of(StrictJson.MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      // the text was written by a JSON writer
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Hashes the canonical form.
   *
   * @param tree JSON
   * @return 64 hexadecimal digits
   * @throws org.openimr.fhir.UnreadableResourceException if it has none
   */
  public static String sha256(JsonNode tree) {
    MessageDigest digest = digest();
    write(tree, digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Hashes bytes.
   *
   * @param bytes any bytes
   * @return 64 hexadecimal digits
   */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** A new digest of SHA-256. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
