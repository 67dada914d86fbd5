package org.openimr.server.security.table;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;
import org.openimr.server.store.casefile.Visibility;

/**
 * Decides what a caller may do and see. Asked for every interaction; holds no state and knows no
 * request.
 */
public interface AccessRule extends Visibility, Deeds {

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

  /** What of a type the caller sees. */
  Sight sight(Caller caller, String type);

  /** Whether the caller may do something with resources of a type, if it is party to them. */
  boolean mayDo(Caller caller, Act act, String type);

  /** Whether the caller may do something with a stored resource. */
  boolean may(Caller caller, Act act, IBaseResource stored);

  /** The tags that a resource of a type bears because this caller stores it. */
  List<Coding> tagsSetBy(Caller caller, String type);

  /** Whether the caller sees resources without what tells whom they are about. */
  boolean seesMasked(Caller caller);

  /** Whether the caller takes labels away; all others only add them. */
  boolean takesLabelsAway(Caller caller);

  /** Whether there is something that the caller sees only if it gives a reason. */
  boolean mayBreakGlass(Caller caller);

  /**
   * Whether resources of a type may be among what a caller is answered, however it came by them;
   * what an operation answers is not asked about.
   */
  default boolean mayBeShown(Caller caller, String type) {
    return true;
  }
}
