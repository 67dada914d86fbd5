package org.openimr.core.reviewer;

/**
 * One reason why reviewers cannot be assigned.
 *
 * @param subject what is to blame
 * @param place the place of that in the request, from 0; -1 for all of them
 * @param part the code of the conflict class, {@code license}, {@code board-certification}, {@code
 *     specialty}, {@code role}, {@code panel} or {@code attestation}
 * @param text a sentence that begins with the part and names no person
 */
public record Objection(Subject subject, int place, String part, String text) {

  /** What can be to blame. */
  public enum Subject {
    /** A reviewer. */
    REVIEWER,
    /** What a reviewer attests. */
    ATTESTATION,
    /** The review organization. */
    ORGANIZATION
  }
}
