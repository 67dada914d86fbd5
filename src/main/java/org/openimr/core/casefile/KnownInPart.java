package org.openimr.core.casefile;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The value of a many-valued fact of which some values are known, and some were told in a way that
 * is not understood: it has these, and whether it has another is unknown.
 *
 * @param values the values that are known; at least one
 * @see <a href="../../../../../../../docs/readings.md">R-17</a>
 */
public record KnownInPart(Set<Object> values) {

  /** Keeps its own copy; refuses a value of which nothing is known, which is no value. */
  public KnownInPart {
    values = Set.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing is known");
    }
  }

  @Override
  public String toString() {
    return values.stream()
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "))
        + " and what is not understood";
  }
}
