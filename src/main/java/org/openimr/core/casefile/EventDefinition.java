package org.openimr.core.casefile;

import java.util.List;
import java.util.Set;

/**
 * One kind of event that a case may have.
 *
 * @param code its code in the CodeSystem {@code imr-event}
 * @param index its place in the vocabulary
 * @param repeatable whether each one opens a clock of its own; else the earliest counts
 * @param ends what it ends
 * @param reopens whether it undoes an end
 * @param reasons the codes that its reason may have; empty if any
 * @param expressions the FHIRPaths by which its time is read from a submission; the first that
 *     finds something decides
 * @param reasonExpression the FHIRPath by which its reason is read, or null
 * @param refersToCase whether it refers to another case, not to another event
 * @see <a href="../../../../../../../docs/readings.md">R-10, R-18</a>
 */
public record EventDefinition(
    String code,
    int index,
    boolean repeatable,
    Ends ends,
    boolean reopens,
    Set<String> reasons,
    List<String> expressions,
    String reasonExpression,
    boolean refersToCase) {

  /** What an event ends. */
  public enum Ends {
    /** Nothing. */
    NOTHING,
    /** Every clock but those of implementation. */
    CLOCKS,
    /** Every clock. */
    ALL
  }

  /** Keeps its own copies. */
  public EventDefinition {
    reasons = Set.copyOf(reasons);
    expressions = List.copyOf(expressions);
  }

  @Override
  public String toString() {
    return code;
  }
}
