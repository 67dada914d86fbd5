package org.openimr.server.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.StoredContent;

/**
 * Tells the names of contents that this process wrote from those that somebody else did. It holds
 * as long as the process: what is stored has no proof.
 */
final class ContentProof {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  ContentProof() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The same as an extension. */
  Extension extension(StoredContent content) {
    return new Extension(ContentElement.NAME, new StringType(text(content)));
  }

  /** The name of a content with its proof. */
  String text(StoredContent content) {
    return content + "/" + of(content);
  }

  /** Whether a text is the name of a content with its proof. */
  boolean holds(StoredContent content, String text) {
    return MessageDigest.isEqual(bytes(text(content)), bytes(text));
  }

  private String of(StoredContent content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(bytes(content.toString())));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
