package org.openimr.operation;

/** A recomputation cannot begin beside another one, or where other work was broken off. */
public final class RecomputationConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception, with a sentence that says why. */
  public RecomputationConflictException(String sentence) {
    super(sentence);
  }
}
