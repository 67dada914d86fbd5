package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.OptionalLong;
import org.openimr.fhir.content.StoredContent;

/** Keeps contents under their SHA-256: the same content once, however often it is stored. */
public interface ContentStore {

  /**
   * Keeps a content. Before it is whole and safe nothing of it can be found.
   *
   * @param content the bytes
   * @return under which name it is kept
   * @throws IOException if the bytes could not be read
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 507 if there is no
   *     space, 503 if it cannot be written
   */
  StoredContent put(InputStream content) throws IOException;

  /** How large a content is that is kept, in bytes; empty if there is none of this name. */
  OptionalLong size(String sha256) throws IOException;

  /**
   * Reads a part of a content.
   *
   * @param content which one
   * @param from the first byte, from 0
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  InputStream read(StoredContent content, long from) throws IOException;

  /** Is shown a content that is kept, and when it was stored. */
  @FunctionalInterface
  interface Visitor {

    /** Looks at it. */
    void visit(StoredContent content, Instant stored) throws IOException;
  }

  /** Shows every content that is kept, in no order; those that come or go meanwhile perhaps. */
  void each(Visitor visitor) throws IOException;

  /** Deletes a content, if it is there; only {@link ContentSweep} knows when that may be. */
  void delete(String sha256) throws IOException;
}
