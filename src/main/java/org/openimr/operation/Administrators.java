package org.openimr.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/** What the administrator alone may do. */
final class Administrators {

  private Administrators() {}

  /**
   * Refuses every other caller.
   *
   * @throws NotForThisRoleException if it is another
   */
  static void require(RequestDetails request) {
    String role = Caller.of(request).role();
    if (!role.equals("admin")) {
      throw new NotForThisRoleException(role);
    }
  }
}
