package org.openimr.core.casefile;

import java.util.List;
import java.util.Map;

/**
 * How a fact is read from what is submitted.
 *
 * @param expressions the FHIRPaths that yield its values, or codes of others that stand for them;
 *     the first that finds something decides
 * @param foreign for a code of another system, written {@code system|code}, the value that it
 *     stands for; empty if it is known to say nothing about the fact
 * @param whenSeveral what several different values of a fact of one value come to: the first of
 *     these that is among them, else the last; empty if they come to nothing
 * @param keeping what becomes of it when the case has come in
 */
public record FactReading(
    List<String> expressions,
    Map<String, String> foreign,
    List<String> whenSeveral,
    Keeping keeping) {

  /** Whether a later change of what a fact is read from changes a stored case. */
  public enum Keeping {
    /** It is read again each time. */
    READ_AGAIN,
    /** As soon as it is known when the case comes in, it is stated in the case. */
    STATED,
    /**
     * It is stated in the case and never read again, because what it is read from belongs to other
     * cases as well.
     */
    READ_ONCE
  }

  /** It is not read: it is stated. */
  public static final FactReading NONE =
      new FactReading(List.of(), Map.of(), List.of(), Keeping.READ_AGAIN);

  /** Keeps its own copies. */
  public FactReading {
    expressions = List.copyOf(expressions);
    foreign = Map.copyOf(foreign);
    whenSeveral = List.copyOf(whenSeveral);
  }
}
