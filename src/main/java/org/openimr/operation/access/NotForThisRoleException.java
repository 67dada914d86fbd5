package org.openimr.operation.access;

/** The caller is party to the case, but may not do this in its role. */
public final class NotForThisRoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param role the role of the caller
   */
  public NotForThisRoleException(String role) {
    super("A caller in the role " + role + " may not do this.");
  }
}
