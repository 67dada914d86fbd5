package org.openimr.fhir.policy.text;

import java.util.List;

/**
 * One thing that the file for the reviewer must hold.
 *
 * @param rule the rule that asks for it
 * @param element its code in the CodeSystem {@code imr-packet-element}
 * @param when FHIRPath: when it is asked at all, or null
 * @param holdsWhen FHIRPath over the facts that fulfils it, or null
 * @param accepts what fulfils it, any of these
 */
public record PacketElementText(
    RuleText rule, String element, String when, String holdsWhen, List<Accepted> accepts) {

  /**
   * A kind of resource that fulfils it.
   *
   * @param resource the resource type
   * @param loinc LOINC codes of its type
   * @param types codes of {@code imr-document-type}; any code of either list will do, none: any
   *     type
   */
  public record Accepted(String resource, List<String> loinc, List<String> types) {
    /** Keeps its own copies. */
    public Accepted {
      loinc = List.copyOf(loinc);
      types = List.copyOf(types);
    }
  }

  /** Keeps its own copy. */
  public PacketElementText {
    accepts = List.copyOf(accepts);
  }
}
