package org.openimr.fhir.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a content that is kept apart.
 *
 * @param sha256 SHA-256 of the bytes, 64 hexadecimal digits in small letters
 * @param bytes how many there are
 */
public record StoredContent(String sha256, long bytes) {

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{64})/(\\d{1,18})(?:/[0-9a-f]+)?");

  /** Refuses what is no SHA-256 or no size. */
  public StoredContent {
    if (!sha256.matches("[0-9a-f]{64}") || bytes < 0) {
      throw new IllegalArgumentException("no stored content");
    }
  }

  /** The name that a text begins with; empty if it is none. */
  static Optional<StoredContent> of(String text) {
    Matcher found = TEXT.matcher(text);
    return found.matches()
        ? Optional.of(new StoredContent(found.group(1), Long.parseLong(found.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return sha256 + "/" + bytes;
  }
}
