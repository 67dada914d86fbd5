package org.openimr.server.security.table;

import ca.uhn.fhir.rest.api.Constants;
import java.util.List;
import java.util.Set;

/**
 * What is withheld within a case from all roles but a few, told by a label on the resource.
 *
 * @param code its name
 * @param tag whether the label is a tag; else it is a security label
 * @param system system of the labels
 * @param codes the labels, each of which is enough
 * @param types the types on which it counts
 * @param shownTo the roles that are shown it
 * @param breakGlass the roles that are shown it if they give a reason
 * @param setBy the roles of which what they store bears the label
 */
public record WithheldClass(
    String code,
    boolean tag,
    String system,
    List<String> codes,
    Set<String> types,
    Set<String> shownTo,
    Set<String> breakGlass,
    Set<String> setBy) {

  /** The search parameter by which the label is found. */
  public String parameter() {
    return tag ? Constants.PARAM_TAG : Constants.PARAM_SECURITY;
  }

  /** Whether a resource belongs to it. */
  boolean holds(String type, Marks marks) {
    Set<String> labels = tag ? marks.tags() : marks.security();
    return types.contains(type)
        && codes.stream().anyMatch(label -> labels.contains(system + "|" + label));
  }

  /** Whether it is withheld from a role. */
  boolean from(String role, boolean withReason) {
    return !shownTo.contains(role) && !(withReason && breakGlass.contains(role));
  }
}
