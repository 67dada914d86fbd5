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

  private static final int PLACES = 3;

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

  /**
   * Which part of the whole it is, from 0 to 1, to three places, halves up; null without a whole.
   */
  public BigDecimal share() {
    long whole = count(Population.DENOMINATOR);
    return whole == 0
        ? null
        : BigDecimal.valueOf(count(Population.NUMERATOR))
            .divide(BigDecimal.valueOf(whole), PLACES, RoundingMode.HALF_UP);
  }

  /** The same in percent, to one place. */
  public BigDecimal percent() {
    BigDecimal share = share();
    return share == null ? null : share.movePointRight(2);
  }
}
