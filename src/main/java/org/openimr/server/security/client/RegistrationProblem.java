package org.openimr.server.security.client;

/**
 * One thing that is wrong with a registration.
 *
 * @param member the member of the registration
 * @param text what it must be; completes a sentence that begins with the member
 */
public record RegistrationProblem(String member, String text) {

  @Override
  public String toString() {
    return member + " " + text;
  }
}
