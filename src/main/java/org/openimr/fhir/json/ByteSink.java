package org.openimr.fhir.json;

import java.io.OutputStream;

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

  /** A stream whose bytes are taken here; closing it does nothing. */
  default OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int single) {
        take(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        take(bytes, offset, length);
      }
    };
  }
}
