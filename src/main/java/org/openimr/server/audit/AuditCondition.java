package org.openimr.server.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A condition on records, in SQL with its values apart. */
final class AuditCondition {

  private final List<Object> values = new ArrayList<>();
  private String sql = "";

  /** Requires this too. */
  AuditCondition and(String more, Object... itsValues) {
    return join(" and ", more, itsValues);
  }

  /** Requires another one too. */
  AuditCondition and(AuditCondition other) {
    return and(other.sql(), other.values());
  }

  /** Is content with this as well; not to be mixed with the others. */
  AuditCondition or(String more, Object... itsValues) {
    return join(" or ", more, itsValues);
  }

  private AuditCondition join(String word, String more, Object... itsValues) {
    sql = (sql.isEmpty() ? "" : sql + word) + "(" + more + ")";
    values.addAll(Arrays.asList(itsValues));
    return this;
  }

  String sql() {
    return sql.isEmpty() ? "1 = 1" : sql;
  }

  Object[] values() {
    return values.toArray();
  }
}
