package org.openimr.fhir.export;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client wants exported.
 *
 * @param types the resource types; empty for all that it may have
 * @param since only what changed after this time; null for all
 * @param until only what changed up to this time; null for all
 * @param ignored the parameters that were asked for and are not supported, where the client said
 *     that they may be ignored
 */
public record ExportQuestion(
    Set<String> types, Instant since, Instant until, List<String> ignored) {

  /** Keeps its own copies. */
  public ExportQuestion {
    types = new TreeSet<>(types);
    ignored = List.copyOf(ignored);
  }

  /**
   * Says which of some types are asked for.
   *
   * @param offered the types that there are
   * @return those among them that are asked for, in the order of their names
   */
  public List<String> among(Collection<String> offered) {
    return offered.stream()
        .filter(each -> types.isEmpty() || types.contains(each))
        .sorted()
        .toList();
  }
}
