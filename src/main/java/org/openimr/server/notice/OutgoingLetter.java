package org.openimr.server.notice;

import java.util.List;

/**
 * A letter on its way to a carrier.
 *
 * @param id the id of its Communication; the same for the same letter
 * @param way how it goes out, a code of v3-ParticipationMode
 * @param address name and address of the recipient, a line each
 * @param contents what it holds
 */
public record OutgoingLetter(String id, String way, List<String> address, List<Content> contents) {

  /**
   * One content.
   *
   * @param language its language
   * @param type its media type
   * @param sha256 the SHA-256 of its bytes
   * @param bytes its bytes
   */
  public record Content(String language, String type, String sha256, byte[] bytes) {}
}
