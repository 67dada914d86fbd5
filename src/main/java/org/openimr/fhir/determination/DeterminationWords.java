package org.openimr.fhir.determination;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeSystem;

/**
 * What people read in the place of codes.
 *
 * @param criteria the statutory criteria, by code of {@code imr-statutory-criterion}
 * @param meanings what each of these criteria means
 * @param outcomes what each outcome means, by code of {@code imr-outcome}
 */
public record DeterminationWords(
    Map<String, String> criteria, Map<String, String> meanings, Map<String, String> outcomes) {

  /** Keeps its own copies. */
  public DeterminationWords {
    criteria = Map.copyOf(criteria);
    meanings = Map.copyOf(meanings);
    outcomes = Map.copyOf(outcomes);
  }

  /**
   * Takes the words of CodeSystems.
   *
   * @param criteria {@code imr-statutory-criterion}
   * @param outcomes {@code imr-outcome}
   * @return their words
   */
  public static DeterminationWords of(CodeSystem criteria, CodeSystem outcomes) {
    return new DeterminationWords(
        words(criteria, false), words(criteria, true), words(outcomes, true));
  }

  private static Map<String, String> words(CodeSystem system, boolean definitions) {
    Map<String, String> words = new LinkedHashMap<>();
    system
        .getConcept()
        .forEach(
            each ->
                words.put(each.getCode(), definitions ? each.getDefinition() : each.getDisplay()));
    return words;
  }
}
