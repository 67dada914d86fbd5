package org.openimr.core.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How many there are in each population. */
public final class MeasureCounts {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** The populations, in their order. */
  public enum Population {
    /** What is meant. */
    INITIAL("initial-population"),
    /** What of that is the whole. */
    DENOMINATOR("denominator"),
    /** What of the whole is the part. */
    NUMERATOR("numerator");

    private final String code;

    Population(String code) {
      this.code = code;
    }

    /** The code of FHIR. */
    public String code() {
      return code;
    }
  }

  private final Map<Population, Long> counts = new EnumMap<>(Population.class);
  private final Map<Population, Set<String>> subjects = new EnumMap<>(Population.class);
  private final boolean traced;

  /**
   * Begins with none.
   *
   * @param traced whether the subjects are kept
   */
  MeasureCounts(boolean traced) {
    this.traced = traced;
  }

  void add(Population population, String subject) {
    counts.merge(population, 1L, Long::sum);
    if (traced) {
      subjects.computeIfAbsent(population, any -> new TreeSet<>()).add(subject);
    }
  }

  /** How many there are. */
  public long count(Population population) {
    return counts.getOrDefault(population, 0L);
  }

  /** The Tasks that they can be traced to, in order; none unless they are kept. */
  public List<String> subjects(Population population) {
    return List.copyOf(subjects.getOrDefault(population, Set.of()));
  }

  /** How many of a hundred are in the part, to one place, halves up; null if there is no whole. */
  public BigDecimal percent() {
    long whole = count(Population.DENOMINATOR);
    return whole == 0
        ? null
        : BigDecimal.valueOf(count(Population.NUMERATOR))
            .multiply(HUNDRED)
            .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
  }
}
