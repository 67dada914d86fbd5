package org.openimr.server.http;

import java.io.IOException;
import java.io.InputStream;

/** What a client still sends of a body that is refused already. */
public final class UnreadRest {

  private static final int PIECE = 1 << 16;

  private UnreadRest() {}

  /**
   * Reads it and keeps nothing: a client that is answered while it still sends may never see the
   * answer.
   *
   * @param sent the body as it comes in
   * @param most how much is read, in bytes; who sends more has to do without the answer
   * @throws IOException if the client is gone
   */
  public static void discard(InputStream sent, long most) throws IOException {
    byte[] discarded = new byte[PIECE];
    long left = most;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = sent.read(discarded);
    }
  }
}
