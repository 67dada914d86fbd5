package org.openimr.core.notice;

/** A way in which a notice goes out. */
public enum NoticeWay {
  /** On paper. */
  POST("post", "MAILWRIT", "recipient-address"),
  /** By telefax. */
  FAX("fax", "FAXWRIT", "recipient-fax"),
  /** By electronic mail. */
  EMAIL("email", "EMAILWRIT", "recipient-email"),
  /** It is read on this server. */
  HERE("here", "ONLINEWRIT", null),
  /** Somebody calls and says it. */
  PHONE("phone", "PHONE", "recipient-phone");

  private final String word;
  private final String code;
  private final String needs;

  NoticeWay(String word, String code, String needs) {
    this.word = word;
    this.code = code;
    this.needs = needs;
  }

  /**
   * Returns the word for it in the catalogue.
   *
   * @return the word
   */
  public String word() {
    return word;
  }

  /**
   * Returns its code.
   *
   * @return a code of v3-ParticipationMode
   */
  public String code() {
    return code;
  }

  /**
   * Returns the fact without which it cannot be gone.
   *
   * @return the name of the fact; null if it needs none
   */
  public String needs() {
    return needs;
  }

  /**
   * Says whether a program can hand it to a carrier.
   *
   * @return false if a person does it, or nothing needs to be carried
   */
  public boolean carried() {
    return this == POST || this == FAX || this == EMAIL;
  }

  /**
   * Finds a way by its code.
   *
   * @param code a code of v3-ParticipationMode
   * @return the way; null if there is none
   */
  public static NoticeWay ofCode(String code) {
    for (NoticeWay way : values()) {
      if (way.code.equals(code)) {
        return way;
      }
    }
    return null;
  }

  /**
   * Finds a way by its word.
   *
   * @param word a word of the catalogue
   * @return the way
   * @throws IllegalArgumentException if there is none
   */
  public static NoticeWay ofWord(String word) {
    for (NoticeWay way : values()) {
      if (way.word.equals(word)) {
        return way;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no way to send a notice");
  }
}
