package org.openimr.server.index;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.operation.access.Caller;
import org.openimr.operation.report.CountedCases;
import org.openimr.server.security.table.AccessTable;
import org.openimr.server.security.table.Act;
import org.openimr.server.security.table.Relation;

/** The cases of the index, those of a caller's organization alone unless its role sees all. */
final class IndexedCases implements CountedCases {

  private static final int AT_ONCE = 500;

  private final CaseTable table;
  private final Vocabulary vocabulary;
  private final AccessTable access;

  IndexedCases(CaseTable table, Vocabulary vocabulary, AccessTable access) {
    this.table = table;
    this.vocabulary = vocabulary;
    this.access = access;
  }

  @Override
  public void each(Caller caller, Consumer<Known> taker) {
    boolean all = all(caller);
    if (!all && caller.organization().isEmpty()) {
      return;
    }
    String party = all ? "" : caller.organization();
    List<CaseRow> rows = table.ofParty("", AT_ONCE, party);
    while (!rows.isEmpty()) {
      for (CaseRow row : rows) {
        taker.accept(new Known(row.id(), row.head().parties(), row.reviewCase(vocabulary)));
      }
      rows = table.ofParty(rows.get(rows.size() - 1).id(), AT_ONCE, party);
    }
  }

  @Override
  public List<String> ids(Caller caller, Predicate<String> policy) {
    boolean all = all(caller);
    List<String> meant = table.policies().stream().filter(policy).sorted().toList();
    return meant.isEmpty() || !all && caller.organization().isEmpty()
        ? List.of()
        : table.ids(new BoundPolicies(meant), all ? "" : caller.organization());
  }

  private boolean all(Caller caller) {
    return access.relations(caller.role(), "Task", Act.SEARCH).contains(Relation.OTHER);
  }
}
