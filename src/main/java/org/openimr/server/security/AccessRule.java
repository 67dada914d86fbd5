package org.openimr.server.security;

import java.util.Optional;
import java.util.Set;
import org.openimr.operation.Caller;

/**
 * Decides what a caller may do and see. Asked for every interaction; holds no state and knows no
 * request.
 */
public interface AccessRule {

  /** What becomes of an interaction. */
  enum Verdict {
    /** It goes on. */
    ALLOWED,
    /** The caller must say who it is. */
    SIGN_IN,
    /** The caller is known and may not do this. */
    FORBIDDEN,
    /** The caller may do this, but not with the token that it has shown. */
    BEYOND_SCOPE
  }

  /** Whether the caller may begin an interaction, before any resource is looked at. */
  Verdict mayBegin(Caller caller, Interaction interaction);

  /**
   * The one organization whose resources of a type the caller sees; empty if it sees all of the
   * type.
   */
  Optional<String> narrowedTo(Caller caller, String resourceType);

  /** Whether the caller may see and change a resource of a type, given who is party to it. */
  boolean isPartyTo(Caller caller, String resourceType, Set<String> parties);

  /**
   * Whether resources of a type may be among what a caller is answered, however it came by them;
   * what an operation answers is not asked about.
   */
  default boolean mayBeShown(Caller caller, String resourceType) {
    return true;
  }
}
