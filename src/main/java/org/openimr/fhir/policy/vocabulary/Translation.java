package org.openimr.fhir.policy.vocabulary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupComponent;
import org.hl7.fhir.r4.model.ConceptMap.SourceElementComponent;
import org.hl7.fhir.r4.model.ConceptMap.TargetElementComponent;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** What the codes of others mean for one fact, as a ConceptMap says. */
final class Translation {

  private final ConceptMap map;
  private final List<Problem> problems;

  Translation(ConceptMap map, List<Problem> problems) {
    this.map = map;
    this.problems = problems;
  }

  /** The value set of the fact; empty if the map names none. */
  String target() {
    return map.hasTargetCanonicalType() ? map.getTargetCanonicalType().getValue() : "";
  }

  void checkTarget(Set<String> valueSets) {
    if (!valueSets.contains(target())) {
      problem("there is no value set '" + target() + "'");
    }
  }

  /**
   * Reads the codes.
   *
   * @param known the values that the fact may have
   * @return for each code, written {@code system|code}, its value; empty if it says nothing
   */
  Map<String, String> codes(Set<String> known) {
    Map<String, String> codes = new HashMap<>();
    for (ConceptMapGroupComponent group : map.getGroup()) {
      for (SourceElementComponent element : group.getElement()) {
        String value = value(element, known);
        if (codes.put(group.getSource() + "|" + element.getCode(), value) != null) {
          problem(element.getCode() + " stands twice");
        }
      }
    }
    return codes;
  }

  private String value(SourceElementComponent element, Set<String> known) {
    TargetElementComponent target = element.getTargetFirstRep();
    boolean says = target.getEquivalence() != ConceptMapEquivalence.UNMATCHED;
    if (element.getTarget().size() != 1 || says != known.contains(target.getCode())) {
      problem(element.getCode() + " has not exactly one value of the value set, nor says nothing");
    }
    return says ? String.valueOf(target.getCode()) : "";
  }

  private void problem(String message) {
    problems.add(
        new Problem("invalid", "ConceptMap", map.getIdElement().getIdPart() + ": " + message));
  }
}
