package org.openimr.operation.access;

/** What in an operation not everybody may do who may call it. */
public interface Deeds {

  /**
   * Whether a caller may do something.
   *
   * @param caller who asks
   * @param deed what, as in {@code $packet/issue}
   */
  boolean permits(Caller caller, String deed);

  /**
   * Refuses a caller that may not do something.
   *
   * @throws NotForThisRoleException if it may not
   */
  default void require(Caller caller, String deed) {
    if (!permits(caller, deed)) {
      throw new NotForThisRoleException(caller.role());
    }
  }
}
