package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.CanonicalJson;

/** Looks whether every content that a resource holds is there and unaltered. */
public final class ContentCheck {

  private static final int PIECE = 1 << 16;

  private final ContentStore store;
  private final ContentUses uses;

  ContentCheck(ContentStore store, ContentUses uses) {
    this.store = store;
    this.uses = uses;
  }

  /**
   * Reads them all.
   *
   * @param faults is told a resource that holds a content with a fault, and what the fault is
   * @return how many contents there should be
   */
  public long check(BiConsumer<String, String> faults) {
    long[] looked = {0};
    uses.each(
        (content, about) -> {
          looked[0]++;
          String fault = fault(content);
          if (fault != null) {
            faults.accept(about, fault + " (SHA-256 " + content.sha256() + ")");
          }
        });
    return looked[0];
  }

  private String fault(StoredContent content) {
    try (InputStream in = store.read(content, 0)) {
      MessageDigest sha256 = CanonicalJson.digest();
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        sha256.update(piece, 0, count);
      }
      return HexFormat.of().formatHex(sha256.digest()).equals(content.sha256())
          ? null
          : "its content is not the one that was stored";
    } catch (NoSuchFileException missing) {
      return "its content is not where it was stored";
    } catch (IOException unreadable) {
      return "its content cannot be read";
    }
  }
}
