package org.openimr.core.eligibility;

import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.Criterion;

/**
 * What was found about one criterion.
 *
 * @param criterion the criterion
 * @param result the result
 * @param facts the facts that were looked at
 * @param missing the facts (or events) that would decide it
 */
public record Finding(Criterion criterion, FindingResult result, Facts facts, Set<String> missing) {

  /**
   * Explains the finding: what must hold, and what the facts say.
   *
   * @return sentences
   */
  public String explain() {
    Set<FactDefinition> looked =
        new TreeSet<>(java.util.Comparator.comparing(FactDefinition::name));
    criterion.askedWhen().addFacts(looked);
    criterion.holdsWhen().addFacts(looked);
    StringBuilder text =
        new StringBuilder(criterion.title().replaceFirst("\\.$", ""))
            .append(": ")
            .append(result.code());
    String separator = ". Looked at: ";
    for (FactDefinition fact : looked) {
      Object value = facts.value(fact.index());
      text.append(separator).append(fact.name()).append(' ');
      text.append(value == null ? "unknown" : "= " + said(value));
      separator = "; ";
    }
    text.append(". Asked when: ").append(criterion.askedWhen());
    text.append(". Must hold: ").append(criterion.requirement()).append('.');
    if (!missing.isEmpty()) {
      text.append(" Would be decided by: ").append(String.join(", ", missing)).append('.');
    }
    return text.toString();
  }

  private static String said(Object value) {
    return value instanceof Set<?> many
        ? String.join(", ", new TreeSet<>(many.stream().map(Object::toString).toList()))
        : value.toString();
  }
}
