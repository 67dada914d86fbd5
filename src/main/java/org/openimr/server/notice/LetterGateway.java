package org.openimr.server.notice;

import java.io.IOException;

/** Hands letters to who carries them, by mail, fax or electronic mail. */
@FunctionalInterface
public interface LetterGateway {

  /**
   * Hands a letter over. After a fault the same letter may come once more: it is known by its id.
   *
   * @param letter the letter
   * @throws IOException if it could not be handed over; it is tried again
   */
  void hand(OutgoingLetter letter) throws IOException;
}
