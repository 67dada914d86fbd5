package org.openimr.server.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.hl7.fhir.r4.model.Binary;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.CanonicalJson;

/** The contents of Binaries, wherever they are kept, to be sent piece by piece. */
final class BinaryContents {

  private static final int PIECE = 1 << 16;

  private final ContentStore store;
  private final Duration time;

  /**
   * Makes it.
   *
   * @param time longest time for one to be sent
   */
  BinaryContents(ContentStore store, Duration time) {
    this.store = store;
    this.time = time;
  }

  /**
   * A content.
   *
   * @param about the Binary, by reference
   * @param type its content type; null if none is stated
   * @param sha256 its SHA-256
   * @param bytes its size
   * @param source reads it
   */
  record Content(String about, String type, String sha256, long bytes, Source source) {

    /**
     * Begins to read it.
     *
     * @param first the first byte
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if it cannot
     *     be read any more
     */
    InputStream from(long first) {
      try {
        return source.from(first);
      } catch (NoSuchFileException missing) {
        throw ContentFaults.lost(about, false);
      } catch (IOException unreadable) {
        throw ContentFaults.unreadable(about, unreadable);
      }
    }
  }

  /** Reads a content. */
  @FunctionalInterface
  interface Source {

    /** From this byte on. */
    InputStream from(long first) throws IOException;
  }

  /**
   * The content of a Binary.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if it is lost
   */
  Content of(Binary binary) throws IOException {
    String about = "Binary/" + binary.getIdElement().getIdPart();
    StoredContent stored =
        ContentElements.of(binary).stream()
            .findFirst()
            .flatMap(ContentElement::content)
            .orElse(null);
    if (stored == null) {
      byte[] bytes = binary.hasData() ? binary.getData() : new byte[0];
      return new Content(
          about,
          binary.getContentType(),
          CanonicalJson.sha256(bytes),
          bytes.length,
          first -> new ByteArrayInputStream(bytes, (int) first, bytes.length - (int) first));
    }
    return of(about, binary.getContentType(), stored);
  }

  /**
   * A content that is kept apart.
   *
   * @param about the resource that holds it, by reference
   * @param type its content type; null if none is stated
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if it is lost
   */
  Content of(String about, String type, StoredContent stored) {
    require(store, stored, about);
    return new Content(
        about, type, stored.sha256(), stored.bytes(), first -> store.read(stored, first));
  }

  /**
   * Sees that a content is there and has its size.
   *
   * @param about the resource that holds it, by reference
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if not
   */
  static void require(ContentStore store, StoredContent stored, String about) {
    OptionalLong size;
    try {
      size = store.size(stored.sha256());
    } catch (IOException unreadable) {
      throw ContentFaults.unreadable(about, unreadable);
    }
    if (size.isEmpty() || size.getAsLong() != stored.bytes()) {
      throw ContentFaults.lost(about, size.isPresent());
    }
  }

  /**
   * Sends a part of a content. If it is the whole, it is hashed on the way, and the last piece is
   * kept back if it is not what was stored: the client then sees that it did not get all.
   */
  void send(Content content, InputStream in, ByteRange range, OutputStream out) throws IOException {
    MessageDigest sha256 = range.length() == content.bytes() ? CanonicalJson.digest() : null;
    long end = System.nanoTime() + time.toNanos();
    byte[] piece = new byte[PIECE];
    for (long left = range.length(); left > 0; ) {
      int count = read(content, in, piece, (int) Math.min(PIECE, left));
      if (sha256 != null) {
        sha256.update(piece, 0, count);
      }
      left -= count;
      boolean altered =
          left == 0
              && sha256 != null
              && !HexFormat.of().formatHex(sha256.digest()).equals(content.sha256());
      if (count == 0 || altered) {
        ContentFaults.lost(content.about(), true);
        throw new BrokenOffContentException("a content is not what was stored");
      }
      if (System.nanoTime() - end > 0) {
        throw new BrokenOffContentException("a content was fetched too slowly");
      }
      out.write(piece, 0, count);
    }
  }

  // what fails here is where it is kept; what fails to be written is the client
  private static int read(Content content, InputStream in, byte[] piece, int most)
      throws BrokenOffContentException {
    try {
      return in.readNBytes(piece, 0, most);
    } catch (IOException unreadable) {
      ContentFaults.unreadable(content.about(), unreadable);
      throw new BrokenOffContentException("a content cannot be read any more");
    }
  }
}
