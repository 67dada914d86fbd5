package org.openimr.server.audit.event;

import java.util.Map;
import java.util.Set;
import org.openimr.server.audit.record.AuditRecord;

/** What the codes that AuditEvents are searched by mean for records. */
final class AuditWords {

  static final Map<String, Set<String>> ACTIONS =
      Map.of(
          "C",
          Set.of("create"),
          "R",
          Set.of("read", "vread", "history-instance", "history-type", "history-system"),
          "U",
          Set.of("update", "patch"),
          "D",
          Set.of("delete"),
          "E",
          Set.of(
              "search-type",
              "search-system",
              "operation",
              "transaction",
              AuditRecord.TOKEN,
              AuditRecord.LOGIN));

  static final Map<String, Set<String>> TYPES =
      Map.of(
          "rest",
          Set.of(
              "create",
              "read",
              "vread",
              "history-instance",
              "history-type",
              "history-system",
              "update",
              "patch",
              "delete",
              "search-type",
              "search-system",
              "operation",
              "transaction"),
          "110114",
          Set.of(AuditRecord.TOKEN, AuditRecord.LOGIN));

  private static final Map<String, String> OUTCOMES =
      Map.of(
          "0",
          "e.failure = ''",
          "4",
          "e.failure <> '' and e.failure not like '5%'",
          "8",
          "e.failure like '5%'");

  private AuditWords() {}

  /**
   * The condition of some outcomes, in SQL.
   *
   * @param among whether they are asked for; else all others are
   */
  static String outcomes(Set<String> asked, boolean among) {
    return OUTCOMES.keySet().stream()
        .filter(outcome -> asked.contains(outcome) == among)
        .map(OUTCOMES::get)
        .reduce("1 = 0", (one, other) -> one + " or " + other);
  }
}
