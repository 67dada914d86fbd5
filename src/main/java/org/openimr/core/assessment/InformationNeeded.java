package org.openimr.core.assessment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.eligibility.EligibilityDecision.Outcome;
import org.openimr.core.packet.ElementTerms;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.situation.Situation;

/**
 * What one party is asked to send to another, because the file lacks it. Asking stops no clock.
 *
 * @param askedOf who is asked, a code of {@code imr-party}
 * @param sentTo to whom it is sent, a code of {@code imr-party}
 * @param elements what lacks, in the order of the policy; never empty
 * @see <a href="../../../../../../../docs/readings.md">R-09, R-39</a>
 */
public record InformationNeeded(String askedOf, String sentTo, List<PacketElement> elements) {

  /** Keeps its own copy. */
  public InformationNeeded {
    elements = List.copyOf(elements);
  }

  /**
   * Finds what is to be asked for now. Nothing is while the case is not eligible, or over, or an
   * element's event has not happened.
   *
   * @param assessment what is concluded about the case
   * @param terms for each element, by its code, whom to ask
   * @return one per pair of parties, in the order of the policy
   */
  public static List<InformationNeeded> of(
      CaseAssessment assessment, Map<String, ElementTerms> terms) {
    Situation situation = assessment.situation();
    if (assessment.eligibility().outcome() == Outcome.INELIGIBLE || situation.ended(false)) {
      return List.of();
    }
    Map<ElementTerms, List<PacketElement>> byParties = new LinkedHashMap<>();
    for (PacketElement element : assessment.manifest().missing()) {
      ElementTerms known = terms.get(element.code());
      if (happened(situation, known.askedAfter())) {
        byParties
            .computeIfAbsent(
                new ElementTerms(known.askedOf(), known.sentTo(), null), p -> new ArrayList<>())
            .add(element);
      }
    }
    return byParties.entrySet().stream()
        .map(
            each ->
                new InformationNeeded(
                    each.getKey().askedOf(), each.getKey().sentTo(), each.getValue()))
        .toList();
  }

  private static boolean happened(Situation situation, String event) {
    if (event == null) {
      return true;
    }
    EventDefinition kind = situation.policy().vocabulary().event(event);
    return kind != null && situation.timeline().first(kind) != null;
  }
}
