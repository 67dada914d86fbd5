package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.openimr.server.security.client.People.Person;

/**
 * Keeps who signed in, and who tried to.
 *
 * <p>It is told before the person is, so that nothing is answered that is not kept. What it throws
 * is answered instead, and nobody is signed in.
 */
public interface SignInWatch {

  /** Why somebody was not let in. */
  enum Refusal {
    /** The form was not the one that was shown to this browser, or is too old. */
    STALE_FORM("stale-form"),
    /** Nobody has this name. */
    UNKNOWN_NAME("unknown-name"),
    /** The password is another one. */
    WRONG_PASSWORD("wrong-password"),
    /** The name rests after too many wrong passwords. */
    TOO_MANY_ATTEMPTS("too-many-attempts");

    private final String code;

    Refusal(String code) {
      this.code = code;
    }

    /** As it is kept. */
    public String code() {
      return code;
    }
  }

  /** Somebody has sent the form; nothing was done about it. */
  void attempted(HttpServletRequest request);

  /**
   * A person has shown the right password.
   *
   * @param program {@code client_id} of the program that sent the person here; empty if none did
   */
  void signedIn(HttpServletRequest request, String program, Person person);

  /**
   * Somebody was not let in.
   *
   * @param program {@code client_id} of the program that sent the person here; empty if none did
   * @param named whose name was given, if anybody has it
   */
  void refused(HttpServletRequest request, String program, Optional<Person> named, Refusal refusal);
}
