package org.openimr.server.security.table;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.operation.access.Caller;

/** Decides by the table, and by nothing else. */
public final class TableRule implements AccessRule {

  /** What is written by operations alone, whoever may write the type. */
  private static final String FINAL = AccessMarks.STATE + "|" + AccessMarks.FINAL;

  private final AccessTable table;

  /** Decides by this table. */
  public TableRule(AccessTable table) {
    this.table = table;
  }

  @Override
  public Verdict mayBegin(Caller caller, Interaction interaction) {
    String role = AccessTable.role(caller.role());
    if (allows(role, interaction)) {
      return Verdict.ALLOWED;
    }
    return caller.anonymous() ? Verdict.SIGN_IN : Verdict.FORBIDDEN;
  }

  private boolean allows(String role, Interaction interaction) {
    if (!interaction.operation().isEmpty() && interaction.kind() != null) {
      Optional<OperationPlace> place = OperationPlace.of(interaction.kind());
      if (place.isPresent()) {
        return table.allows(
            role,
            new OperationCell(
                interaction.operation(), place.get(), interaction.type(), interaction.get()));
      }
    }
    Act act = Act.of(interaction.kind()).orElse(null);
    if (act == null) {
      return false;
    }
    return act.aboutType()
        ? !table.relations(role, interaction.type(), act).isEmpty()
            && (!interaction.conditional()
                || !table.relations(role, interaction.type(), Act.CONDITIONAL).isEmpty())
            && mayAsk(role, interaction)
        : table.allows(role, act);
  }

  /** Whoever sees masked resources may ask for nothing that is masked. */
  private boolean mayAsk(String role, Interaction interaction) {
    Set<String> allowed = table.masked().get(role);
    return allowed == null || allowed.containsAll(interaction.asked());
  }

  @Override
  public Sight sight(Caller caller, String type) {
    String role = AccessTable.role(caller.role());
    Set<Relation> seen = table.relations(role, type, Act.SEARCH);
    if (seen.isEmpty()) {
      return Sight.NOTHING;
    }
    List<WithheldClass> withheld =
        table.withheld().stream()
            .filter(each -> each.types().contains(type) && each.from(role, caller.breaksGlass()))
            .toList();
    boolean any = seen.equals(Relation.ANY);
    return new Sight(
        false,
        any ? Optional.empty() : Optional.of(caller.organization()),
        !any && seen.equals(EnumSet.of(Relation.PARTY)),
        withheld);
  }

  @Override
  public boolean maySee(Caller caller, IBaseResource resource) {
    return may(caller, Act.READ, resource);
  }

  @Override
  public boolean mayDo(Caller caller, Act act, String type) {
    return !table.relations(AccessTable.role(caller.role()), type, act).isEmpty();
  }

  @Override
  public boolean may(Caller caller, Act act, IBaseResource stored) {
    String role = AccessTable.role(caller.role());
    String type = stored.fhirType();
    Marks marks = Marks.of(stored);
    if (!act.shows() && marks.tags().contains(FINAL)) {
      return false;
    }
    return table.relations(role, type, act).contains(Relation.of(marks, caller.organization()))
        && table.withheld().stream()
            .noneMatch(each -> each.from(role, caller.breaksGlass()) && each.holds(type, marks));
  }

  @Override
  public boolean permits(Caller caller, String deed) {
    return table.deeds().getOrDefault(deed, Set.of()).contains(AccessTable.role(caller.role()));
  }

  @Override
  public List<Coding> tagsSetBy(Caller caller, String type) {
    return table.withheld().stream()
        .filter(each -> each.tag() && each.types().contains(type))
        .filter(each -> each.setBy().contains(caller.role()))
        .flatMap(each -> each.codes().stream().map(code -> new Coding(each.system(), code, null)))
        .toList();
  }

  @Override
  public boolean seesMasked(Caller caller) {
    return table.masked().containsKey(caller.role());
  }

  @Override
  public boolean takesLabelsAway(Caller caller) {
    return table.labelOwners().contains(caller.role());
  }

  @Override
  public boolean mayBreakGlass(Caller caller) {
    return table.withheld().stream().anyMatch(each -> each.breakGlass().contains(caller.role()));
  }
}
