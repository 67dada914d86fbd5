package org.openimr.fhir.json;

/** Takes bytes as they come, to hash, sign or keep them. */
@FunctionalInterface
public interface ByteSink {

  /**
   * Takes some bytes.
   *
   * @param bytes where they are; they may change after the call
   * @param offset the first
   * @param length how many
   */
  void take(byte[] bytes, int offset, int length);
}
