package org.openimr.fhir.packet.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.openimr.fhir.json.ByteSink;

/** Writes, counts and hashes bytes as they come. */
final class WrittenBytes implements ByteSink {

  private final OutputStream out;
  private final MessageDigest digest;
  private long count;
  private IOException failure;

  WrittenBytes(OutputStream out, MessageDigest digest) {
    this.out = out;
    this.digest = digest;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    count += length;
    try {
      if (failure == null) {
        out.write(bytes, offset, length);
      }
    } catch (IOException unwritable) {
      failure = unwritable;
    }
  }

  /** Throws what went wrong, if anything did. */
  void end() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  long count() {
    return count;
  }
}
