package org.openimr.server.security.table;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.server.store.casefile.CaseParties.CaseStates;

/**
 * The table of authorization as it was read. What it does not name is not allowed.
 *
 * @param roles all roles, {@link #NOBODY} among them
 * @param cells by role, type and act: the relations to a resource that allow it
 * @param system by role: what may be done that is about no type
 * @param operations who may ask for an operation in which way
 * @param deeds what in an operation not everybody may do who may call it, as {@code
 *     $operation/deed}, and who may
 * @param withheld what is withheld within a case
 * @param masked by role: what it may search by, for those roles that see masked resources
 * @param labelOwners who takes away labels
 * @param states the states of a case that change who is party to it
 */
public record AccessTable(
    Set<String> roles,
    Map<String, Map<String, Map<Act, Set<Relation>>>> cells,
    Map<String, Set<Act>> system,
    Map<OperationCell, Set<String>> operations,
    Map<String, Set<String>> deeds,
    List<WithheldClass> withheld,
    Map<String, Set<String>> masked,
    Set<String> labelOwners,
    CaseStates states) {

  /** The role of a caller without token. */
  public static final String NOBODY = "nobody";

  /** The role of a caller, as the table calls it. */
  static String role(String role) {
    return role.isEmpty() ? NOBODY : role;
  }

  /** The relations to a resource that allow an act; none if it is not allowed at all. */
  public Set<Relation> relations(String role, String type, Act act) {
    return cells
        .getOrDefault(role, Map.of())
        .getOrDefault(type, Map.of())
        .getOrDefault(act, EnumSet.noneOf(Relation.class));
  }

  /** Whether something may be done that is about no type. */
  public boolean allows(String role, Act act) {
    return system.getOrDefault(role, Set.of()).contains(act);
  }

  /** Whether an operation may be asked for. */
  public boolean allows(String role, OperationCell operation) {
    return operations.getOrDefault(operation, Set.of()).contains(role);
  }
}
