package org.openimr.server.doctor;

/**
 * What was found of one thing.
 *
 * @param check what was looked at
 * @param verdict how it is
 * @param text a sentence, with what to do where it is not well
 */
public record Symptom(String check, Verdict verdict, String text) {

  /** How something is. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** It works, and ought to be otherwise for real cases. */
    WARN,
    /** The server would not run, or not rightly. */
    WRONG
  }

  static Symptom ok(String check, String text) {
    return new Symptom(check, Verdict.OK, text);
  }

  static Symptom warn(String check, String text) {
    return new Symptom(check, Verdict.WARN, text);
  }

  static Symptom wrong(String check, String text) {
    return new Symptom(check, Verdict.WRONG, text);
  }
}
