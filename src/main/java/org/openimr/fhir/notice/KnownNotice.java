package org.openimr.fhir.notice;

/**
 * What is known of a notice that was drafted.
 *
 * @param caseId the id of the case Task
 * @param key kind, recipient and occasion
 * @param number which notice of the case it is, from 1
 * @param communication the id of its Communication
 * @param state how it stands
 * @param content a hash of what it says
 */
public record KnownNotice(
    String caseId, String key, int number, String communication, State state, String content) {

  /** How a notice stands. */
  public enum State {
    /** Ready to be sent. */
    DRAFT,
    /** It lacks a fact. */
    LACKING,
    /** Its text could not be made. */
    FAILED,
    /** It was sent. */
    SENT,
    /** It is owed no more. */
    WITHDRAWN;

    /** Whether it may still be sent, or become so. */
    public boolean open() {
      return this != SENT && this != WITHDRAWN;
    }
  }

  /** The same notice in another state. */
  public KnownNotice in(State now, String said) {
    return new KnownNotice(caseId, key, number, communication, now, said);
  }

  /** The kind of notice. */
  public String kind() {
    return key.substring(0, key.indexOf('|'));
  }

  /** What it is owed for. */
  public String occasion() {
    return key.substring(key.lastIndexOf('|') + 1);
  }

  /** Who is to get it. */
  public String recipient() {
    return key.substring(key.indexOf('|') + 1, key.lastIndexOf('|'));
  }
}
