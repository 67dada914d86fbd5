package org.openimr.server.settings;

/** A setting that is unknown or whose value cannot be used; the message is one sentence. */
public final class UnusableSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says which setting, what it must be, and what went wrong beneath, if anything. */
  public UnusableSettingException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
