package org.openimr.server.security;

import java.util.List;
import java.util.Optional;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.Sight;
import org.openimr.server.store.hapi.KeptResults;

/**
 * The pages of a search that a caller has begun to read. What was found is kept from its first page
 * on, and the caller may cease to be party to some of it: then none of these pages is shown any
 * more, so that no gap and no number tells of it.
 */
public final class OpenPages {

  private final AccessRule rule;
  private final KeptResults results;

  /** Judges kept results by a rule. */
  public OpenPages(AccessRule rule, KeptResults results) {
    this.rule = rule;
    this.results = results;
  }

  /** The type of resources that a search is for; empty if it is not kept. */
  Optional<String> type(String search) {
    return results.type(search);
  }

  /** Whether the caller sees all that a search has found. */
  boolean stillShown(String search, Caller caller) {
    Optional<String> type = results.type(search);
    return type.isEmpty() || shown(search, rule.sight(caller, type.get()));
  }

  private boolean shown(String search, Sight sight) {
    return !sight.none()
        && sight
            .organization()
            .map(organization -> !results.lack(search, AccessMarks.PARTY, organization))
            .orElse(true)
        && !(sight.open()
            && results.bear(search, true, AccessMarks.STATE, List.of(AccessMarks.CLOSED)))
        && sight.withheld().stream()
            .noneMatch(each -> results.bear(search, each.tag(), each.system(), each.codes()));
  }
}
