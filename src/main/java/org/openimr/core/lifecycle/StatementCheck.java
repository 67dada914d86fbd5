package org.openimr.core.lifecycle;

import java.util.Set;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.Truth;

/**
 * Says whether a fact may be stated with an event: whether who records, and who did what is
 * recorded, may say it.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-57</a>
 */
final class StatementCheck {

  private final StateMachine machine;
  private final String role;
  private final String status;

  StatementCheck(StateMachine machine, String role, String status) {
    this.machine = machine;
    this.role = role;
    this.status = status;
  }

  /** What speaks against a value that differs from the known one, which may be null; or null. */
  String objection(String fact, boolean first, CaseEvent event, Facts before, Facts after) {
    for (Statement each : machine.statements()) {
      if (each.facts().contains(fact) && each.from().contains(status)) {
        String objection =
            each.when() == null
                ? changed(each, fact, first, event)
                : said(each, fact, event, before, after);
        if (objection != null) {
          return objection;
        }
      }
    }
    return null;
  }

  /** What speaks against a fact that who submits a case states in it; or null. */
  String objection(String fact, Facts facts) {
    for (Statement each : machine.statements()) {
      boolean asked =
          each.when() == null
              ? each.alone()
              : each.event() == null && each.when().evaluate(facts) == Truth.TRUE;
      if (asked && each.facts().contains(fact) && !stands(each, fact)) {
        return "The fact "
            + fact
            + " is stated by "
            + Vocabulary.listed(each.by())
            + (each.when() == null ? "" : " where it is so that " + each.when())
            + ", not by the role "
            + role
            + "."
            + source(each);
      }
    }
    return null;
  }

  private boolean stands(Statement statement, String fact) {
    Set<String> voices = statement.when() == null ? machine.voices(role) : Set.of(role);
    return voices.stream().anyMatch(statement.by()::contains)
        || machine.recounts().stream()
            .filter(each -> each.who().contains(role) && each.facts().contains(fact))
            .flatMap(each -> each.whom().stream())
            .anyMatch(statement.by()::contains);
  }

  private String changed(Statement statement, String fact, boolean first, CaseEvent event) {
    if (first && !statement.alone() || spoken(statement, event)) {
      return null;
    }
    return "The fact "
        + fact
        + (statement.alone() ? " is stated by " : " was stated before; ")
        + Vocabulary.listed(statement.by())
        + (statement.alone() ? ", not by the role " : " may change it, not the role ")
        + speaker(event)
        + "."
        + source(statement);
  }

  private boolean spoken(Statement statement, CaseEvent event) {
    Set<String> voices = event.actor() == null ? machine.voices(role) : Set.of(event.actor());
    return voices.stream().anyMatch(statement.by()::contains);
  }

  /** Nobody lends a voice here: who records answers for it, and so does who did it. */
  private String said(
      Statement statement, String fact, CaseEvent event, Facts before, Facts after) {
    boolean concerned =
        statement.when().evaluate(after) != Truth.FALSE
            || statement.when().evaluate(before) == Truth.TRUE;
    boolean own =
        statement.by().contains(role)
            && (event.actor() == null || statement.by().contains(event.actor()));
    if (!concerned || own) {
      return null;
    }
    String where =
        "The fact "
            + fact
            + " may not be stated where it is, was or stays open whether "
            + statement.when();
    return statement.event() == null
        ? where
            + ", but by "
            + Vocabulary.listed(statement.by())
            + "; not by the role "
            + speaker(event)
            + "."
            + source(statement)
        : where + "; the event " + statement.event() + " says it." + source(statement);
  }

  private String speaker(CaseEvent event) {
    return event.actor() == null ? role : role + " for the actor " + event.actor();
  }

  private static String source(Statement statement) {
    return statement.citation() == null ? "" : " See " + statement.citation() + ".";
  }
}
