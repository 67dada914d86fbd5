package org.openimr.server.index;

/** Says that a recomputation was broken off which does not go on by what is at work now. */
public final class BrokenOffException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenOffException(long cases, String reason, String why) {
    super(
        "A recomputation for the reason \""
            + reason
            + "\" was broken off after "
            + cases
            + " cases. "
            + why
            + " Begin with the first case again: anew.");
  }
}
