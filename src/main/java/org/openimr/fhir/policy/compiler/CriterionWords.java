package org.openimr.fhir.policy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.CriterionText;

/** Says in words what a criterion asks, and what follows if it fails. */
final class CriterionWords {

  private CriterionWords() {}

  static String holds(CriterionText.Single single) {
    List<String> parts = new ArrayList<>();
    if (single.holdsWhen() != null) {
      parts.add(ConditionWords.of(single.holdsWhen()));
    }
    if (single.onOrAfter() != null) {
      parts.add(
          PolicyShape.words(single.onOrAfter().event())
              + " on or after "
              + single.onOrAfter().date());
    }
    String holds = String.join(" and ", parts);
    if (single.metWhen() != null) {
      String events =
          single.metWhen().events().stream()
              .map(PolicyShape::words)
              .collect(Collectors.joining(", "));
      holds += "; or " + events + " only after " + PolicyShape.words(single.metWhen().after());
    }
    if (single.onFailure() != null) {
      holds += "; if not, " + PolicyShape.words(single.onFailure());
    }
    if (single.route() != null) {
      String alone = single.routeAlone() ? " if nothing else fails" : "";
      holds += "; the way then is " + PolicyShape.words(single.route()) + alone;
    }
    return single.toldWhenAsked() ? holds + "; left out of an answer while not asked" : holds;
  }
}
