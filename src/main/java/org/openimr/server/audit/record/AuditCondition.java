package org.openimr.server.audit.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A condition on records, in SQL with its values apart. */
public final class AuditCondition {

  private final List<Object> values = new ArrayList<>();
  private String sql = "";

  /** Requires this too. */
  public AuditCondition and(String more, Object... itsValues) {
    return join(" and ", more, itsValues);
  }

  /** Requires another one too. */
  public AuditCondition and(AuditCondition other) {
    return and(other.sql(), other.values());
  }

  /** Is content with this as well; not to be mixed with the others. */
  public AuditCondition or(String more, Object... itsValues) {
    return join(" or ", more, itsValues);
  }

  private AuditCondition join(String word, String more, Object... itsValues) {
    sql = (sql.isEmpty() ? "" : sql + word) + "(" + more + ")";
    values.addAll(Arrays.asList(itsValues));
    return this;
  }

  /** The condition in SQL; one that requires nothing always holds. */
  public String sql() {
    return sql.isEmpty() ? "1 = 1" : sql;
  }

  /** The values of its parameters, in their order. */
  public Object[] values() {
    return values.toArray();
  }
}
