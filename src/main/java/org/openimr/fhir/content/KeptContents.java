package org.openimr.fhir.content;

import org.openimr.fhir.json.ByteSink;

/** Contents that are kept apart from the resources that name them. */
@FunctionalInterface
public interface KeptContents {

  /** Keeps none. */
  KeptContents NONE =
      (about, content, sink) -> {
        throw new IllegalStateException("nothing is kept apart");
      };

  /**
   * Reads a content piece by piece, and sees whether it is what was stored. Whoever takes it has
   * the whole only if nothing is thrown.
   *
   * @param about the resource that names it, by reference
   * @param content which one
   * @param sink what takes the bytes
   */
  void read(String about, StoredContent content, ByteSink sink);
}
