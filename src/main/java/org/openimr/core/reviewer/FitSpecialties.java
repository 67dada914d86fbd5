package org.openimr.core.reviewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The specialties that are fit to judge a dispute: those of its services; where no service says it,
 * those of its conditions; else that of who asked for the service. Where nothing says it, every
 * specialty is.
 *
 * @param specialties codes of the NUCC provider taxonomy; empty for every one
 * @param because what made them fit, for people
 * @see <a href="../../../../../../../docs/readings.md">R-61</a>
 */
public record FitSpecialties(Set<String> specialties, String because) {

  /** Keeps its own copy. */
  public FitSpecialties {
    specialties = Set.copyOf(specialties);
  }

  /**
   * Finds them.
   *
   * @param dispute what the case is about
   * @param matches which specialties judge what
   */
  static FitSpecialties of(Dispute dispute, List<ServiceMatch> matches) {
    for (String kind : List.of("procedure", "diagnosis")) {
      Set<String> fit = new TreeSet<>();
      List<String> reasons = new ArrayList<>();
      for (ServiceMatch match : matches) {
        if (dispute.codes().stream()
            .anyMatch(code -> code.kind().equals(kind) && match.about(code))) {
          fit.addAll(match.specialties());
          reasons.add(match.name());
        }
      }
      if (!fit.isEmpty()) {
        return new FitSpecialties(
            fit,
            (kind.equals("procedure") ? "the disputed service is " : "the condition is ")
                + String.join(", ", reasons));
      }
    }
    return new FitSpecialties(
        dispute.requesterSpecialties(), "who asked for the service is of that specialty");
  }

  /** Those of some specialties that are fit. */
  Set<String> among(Set<String> own) {
    return own.stream()
        .filter(each -> specialties.isEmpty() || specialties.contains(each))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
