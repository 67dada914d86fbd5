package org.openimr.server.security;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Scopes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.Act;
import org.openimr.server.security.table.Interaction;
import org.openimr.server.security.table.Sight;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Another rule, and beside it the scopes of the caller's token: an interaction goes on if both let
 * it.
 *
 * <p>What needs no token needs no scope. A batch or transaction is judged by its entries.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
public final class ScopedRule implements AccessRule {

  private final AccessRule roles;
  private final OperationScopes operations;

  /** Joins a rule about roles with the scopes that operations need. */
  public ScopedRule(AccessRule roles, OperationScopes operations) {
    this.roles = roles;
    this.operations = operations;
  }

  @Override
  public Verdict mayBegin(Caller caller, Interaction interaction) {
    Verdict verdict = roles.mayBegin(caller, interaction);
    if (verdict != Verdict.ALLOWED
        || roles.mayBegin(Caller.ANONYMOUS, interaction) == Verdict.ALLOWED) {
      return verdict;
    }
    return within(caller.scopes(), interaction) ? verdict : Verdict.BEYOND_SCOPE;
  }

  private boolean within(Scopes scopes, Interaction interaction) {
    String type = interaction.type().isEmpty() ? "*" : interaction.type();
    boolean looks = interaction.lookedInto().stream().allMatch(other -> scopes.permit(other, "s"));
    return looks
        && (!interaction.conditional() || scopes.permit(type, "s"))
        && switch (interaction.kind()) {
          case TRANSACTION -> true;
          case READ, VREAD, HISTORY_INSTANCE -> scopes.permit(type, "r");
          case SEARCH_TYPE, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM -> scopes.permit(type, "s");
          case CREATE, VALIDATE -> scopes.permit(type, "c");
          case UPDATE, PATCH -> scopes.permit(type, "u");
          case DELETE -> scopes.permit(type, "d");
          default -> mayOperate(scopes, interaction);
        };
  }

  private boolean mayOperate(Scopes scopes, Interaction interaction) {
    return operations
        .need(interaction)
        .map(need -> scopes.permit(need.type(), need.permissions()))
        .orElseGet(() -> scopes.permit("*", "cruds"));
  }

  @Override
  public Sight sight(Caller caller, String type) {
    return roles.sight(caller, type);
  }

  @Override
  public boolean maySee(Caller caller, IBaseResource resource) {
    return roles.maySee(caller, resource);
  }

  @Override
  public boolean mayDo(Caller caller, Act act, String type) {
    return roles.mayDo(caller, act, type);
  }

  @Override
  public boolean may(Caller caller, Act act, IBaseResource stored) {
    return roles.may(caller, act, stored);
  }

  @Override
  public boolean permits(Caller caller, String deed) {
    return roles.permits(caller, deed);
  }

  @Override
  public List<Coding> tagsSetBy(Caller caller, String type) {
    return roles.tagsSetBy(caller, type);
  }

  @Override
  public boolean seesMasked(Caller caller) {
    return roles.seesMasked(caller);
  }

  @Override
  public boolean takesLabelsAway(Caller caller) {
    return roles.takesLabelsAway(caller);
  }

  @Override
  public boolean mayBreakGlass(Caller caller) {
    return roles.mayBreakGlass(caller);
  }

  @Override
  public boolean mayBeShown(Caller caller, String resourceType) {
    return roles.mayBeShown(caller, resourceType)
        && (ServedTypes.DEFINITIONS.contains(resourceType)
            || caller.scopes().permit(resourceType, "r")
            || caller.scopes().permit(resourceType, "s"));
  }
}
