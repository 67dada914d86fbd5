package org.openimr.fhir.json;

import java.util.Arrays;
import java.util.Base64;

/** Encodes bytes in base64, in pieces, and gives them on. */
public final class Base64Sink implements ByteSink {

  /** A multiple of three, so that nothing is left over between pieces. */
  private static final int PIECE = 3 << 14;

  private final Base64.Encoder encoder;
  private final ByteSink target;
  private final byte[] piece = new byte[PIECE];
  private final byte[] encoded = new byte[PIECE / 3 * 4];
  private int held;

  /**
   * Makes it.
   *
   * @param encoder the kind of base64, without line ends
   * @param target what takes the characters, a byte each
   */
  public Base64Sink(Base64.Encoder encoder, ByteSink target) {
    this.encoder = encoder;
    this.target = target;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, PIECE - held);
      System.arraycopy(bytes, from, piece, held, count);
      held += count;
      from += count;
      left -= count;
      if (held == PIECE) {
        pass(piece);
        held = 0;
      }
    }
  }

  /** Gives the last bytes; nothing may come after. */
  public void end() {
    pass(Arrays.copyOf(piece, held));
  }

  private void pass(byte[] given) {
    target.take(encoded, 0, encoder.encode(given, encoded));
  }
}
