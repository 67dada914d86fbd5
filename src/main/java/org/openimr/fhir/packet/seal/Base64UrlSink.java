package org.openimr.fhir.packet.seal;

import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import org.openimr.fhir.json.ByteSink;

/** Encodes bytes in base64url without padding, in pieces, and gives them to a signature. */
final class Base64UrlSink implements ByteSink {

  /** A multiple of three, so that nothing is left over between pieces. */
  private static final int PIECE = 3 << 14;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Signature signature;
  private final byte[] piece = new byte[PIECE];
  private final byte[] encoded = new byte[PIECE / 3 * 4];
  private int held;

  Base64UrlSink(Signature signature) {
    this.signature = signature;
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
  void end() {
    pass(Arrays.copyOf(piece, held));
  }

  private void pass(byte[] given) {
    try {
      signature.update(encoded, 0, ENCODER.encode(given, encoded));
    } catch (SignatureException notStarted) {
      throw new IllegalStateException(notStarted);
    }
  }
}
