package org.openimr.server.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A condition on records, in SQL with its values apart. */
final class AuditCondition {

  private final List<String> parts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** Requires this too. */
  AuditCondition and(String sql, Object... more) {
    parts.add("(" + sql + ")");
    values.addAll(Arrays.asList(more));
    return this;
  }

  String sql() {
    return parts.isEmpty() ? "1 = 1" : String.join(" and ", parts);
  }

  Object[] values() {
    return values.toArray();
  }
}
