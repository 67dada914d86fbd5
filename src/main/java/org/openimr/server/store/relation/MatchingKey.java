package org.openimr.server.store.relation;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that all nodes of a server have in common. It makes of the names of members and the
 * numbers of disputes what stands for them in the index, and signs links: hashes that nobody can
 * make without it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
public final class MatchingKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  MatchingKey(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** What stands for a text: 64 hexadecimal digits. */
  public String hash(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What tells this key from another, and not what it is. */
  String fingerprint() {
    // changes, too, with the way in which cases are read into keys
    return hash("fingerprint of the matching key, keys of version 1");
  }
}
