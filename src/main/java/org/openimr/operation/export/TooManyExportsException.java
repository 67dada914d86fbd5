package org.openimr.operation.export;

/** A client has too many exports that are not ended yet. */
public final class TooManyExportsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says so.
   *
   * @param most how many it may have
   */
  public TooManyExportsException(int most) {
    super(
        "The client has "
            + most
            + " exports under way; wait for one to end, or cancel one with DELETE at its"
            + " Content-Location.");
  }
}
