package org.openimr.server.index;

import java.util.List;
import java.util.function.Consumer;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.operation.Caller;
import org.openimr.operation.CountedCases;
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
    boolean all = access.relations(caller.role(), "Task", Act.SEARCH).contains(Relation.OTHER);
    if (!all && caller.organization().isEmpty()) {
      return;
    }
    List<CaseRow> rows = table.after("", AT_ONCE, BoundPolicies.ALL);
    while (!rows.isEmpty()) {
      for (CaseRow row : rows) {
        if (all || row.head().parties().contains(caller.organization())) {
          taker.accept(new Known(row.id(), row.head().parties(), row.reviewCase(vocabulary)));
        }
      }
      rows = table.after(rows.get(rows.size() - 1).id(), AT_ONCE, BoundPolicies.ALL);
    }
  }
}
