package org.openimr.core.policy;

import java.util.List;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;

/**
 * One thing that the file for the reviewer must hold.
 *
 * @param code its code in the CodeSystem {@code imr-packet-element}
 * @param rule the rule that asks for it
 * @param title what it is, in the project's words
 * @param citation where it stands
 * @param askedWhen when it is asked at all
 * @param holdsWhen a condition over the facts that fulfils it, or null
 * @param accepts kinds of resources any of which fulfils it; empty if only the condition does
 */
public record PacketElement(
    String code,
    RuleId rule,
    String title,
    Citation citation,
    Condition askedWhen,
    Condition holdsWhen,
    List<Accepted> accepts) {

  /** Keeps its own copy. */
  public PacketElement {
    accepts = List.copyOf(accepts);
  }

  /**
   * A kind of resource that fulfils an element.
   *
   * @param resourceType for example {@code DocumentReference}
   * @param types tokens {@code system|code} of its type, any of which will do; empty: any type
   */
  public record Accepted(String resourceType, List<String> types) {
    /** Keeps its own copy. */
    public Accepted {
      types = List.copyOf(types);
    }
  }
}
