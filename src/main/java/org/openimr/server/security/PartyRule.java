package org.openimr.server.security;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.openimr.operation.Caller;
import org.openimr.server.store.ServedTypes;

/**
 * An organization sees and writes what it is party to; the department and the administrator see
 * every case; definitions are open to all and written by the administrator alone.
 *
 * <p>Without a token a caller reads definitions and uses the stateless operations.
 */
public final class PartyRule implements AccessRule {

  private static final Set<RestOperationTypeEnum> OPEN_READS =
      EnumSet.of(
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.SEARCH_TYPE);

  private static final Set<RestOperationTypeEnum> PARTY_INTERACTIONS =
      EnumSet.of(
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.SEARCH_TYPE,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.VALIDATE,
          RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
          RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private static final Set<RestOperationTypeEnum> WRITES =
      EnumSet.of(
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.DELETE);

  private static final Set<RestOperationTypeEnum> OVERVIEWS =
      EnumSet.of(RestOperationTypeEnum.HISTORY_TYPE, RestOperationTypeEnum.HISTORY_SYSTEM);

  private static final Set<String> STATELESS =
      Set.of("$check-eligibility", "$compute-deadlines", "$compare-policies");

  /** What the history and the packets of a case are made of: written by operations alone. */
  private static final Set<String> KEPT_BY_OPERATIONS =
      Set.of("Task", "Provenance", "AuditEvent", "Bundle", "Composition", "Linkage");

  private static final Set<String> TERMINOLOGY = Set.of("$expand", "$lookup", "$validate-code");

  private final Set<String> offered;

  /**
   * @param offered names of this project's operations, each with its dollar sign
   */
  public PartyRule(Set<String> offered) {
    this.offered = Set.copyOf(offered);
  }

  @Override
  public Verdict mayBegin(Caller caller, Interaction interaction) {
    if (open(interaction) || caller.role().equals("admin")) {
      return Verdict.ALLOWED;
    }
    if (caller.anonymous()) {
      return Verdict.SIGN_IN;
    }
    return mayBeginSignedIn(caller, interaction) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
  }

  private static boolean open(Interaction interaction) {
    return switch (interaction.kind()) {
      // A page is checked entry by entry as it is read.
      case METADATA, GET_PAGE -> true;
      case EXTENDED_OPERATION_TYPE ->
          interaction.type().equals("Task") && STATELESS.contains(interaction.operation());
      // Without a token it fills forms from what the request brings; the operation looks.
      case EXTENDED_OPERATION_INSTANCE ->
          interaction.type().equals("Questionnaire") && interaction.operation().equals("$populate");
      default ->
          OPEN_READS.contains(interaction.kind())
              && ServedTypes.DEFINITIONS.contains(interaction.type());
    };
  }

  private boolean mayBeginSignedIn(Caller caller, Interaction interaction) {
    boolean definition = ServedTypes.DEFINITIONS.contains(interaction.type());
    boolean kept = definition || KEPT_BY_OPERATIONS.contains(interaction.type());
    if (WRITES.contains(interaction.kind()) && kept) {
      return false;
    }
    // Which resource a condition finds would tell of cases that the caller may not see.
    if (interaction.conditional() && !caller.seesEveryCase()) {
      return false;
    }
    if (!interaction.operation().isEmpty()) {
      return offered.contains(interaction.operation())
          || definition && TERMINOLOGY.contains(interaction.operation());
    }
    return PARTY_INTERACTIONS.contains(interaction.kind())
        || caller.seesEveryCase() && OVERVIEWS.contains(interaction.kind());
  }

  @Override
  public Optional<String> narrowedTo(Caller caller, String resourceType) {
    return caller.seesEveryCase() || ServedTypes.DEFINITIONS.contains(resourceType)
        ? Optional.empty()
        : Optional.of(caller.organization());
  }

  @Override
  public boolean isPartyTo(Caller caller, String resourceType, Set<String> parties) {
    return narrowedTo(caller, resourceType).map(parties::contains).orElse(true);
  }
}
