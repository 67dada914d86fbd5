package org.openimr.server.audit.record;

/**
 * Who made a request, as its token says.
 *
 * @param client id of the program; {@code anonymous} without a token that holds
 * @param role code of CodeSystem {@code imr-party}; empty if anonymous
 * @param organization id of the Organization acted for; empty if anonymous
 * @param person who signed in with the program; empty if it acts by itself
 * @param tokenId the {@code jti} of the token, which is no secret; empty if it has none
 * @param purpose why, as {@code system|code}, if the token or the caller says so, perhaps with
 *     {@code |} and words of the caller; else empty
 * @param address where the request came from
 */
public record AuditAgent(
    String client,
    String role,
    String organization,
    String person,
    String tokenId,
    String purpose,
    String address) {

  /** The id that stands for no program. */
  public static final String ANONYMOUS = "anonymous";

  /** Somebody who has shown no token that holds. */
  public static AuditAgent anonymous(String address) {
    return new AuditAgent(ANONYMOUS, "", "", "", "", "", address);
  }

  /** Whether no token showed who it was. */
  public boolean isAnonymous() {
    return organization.isEmpty();
  }
}
