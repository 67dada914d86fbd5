package org.openimr.fhir.policy.text;

import java.util.List;

/**
 * The part that every rule has: its name, where it stands and what it says in the project's words.
 *
 * @param id its code in the CodeSystem {@code imr-rule}
 * @param variant tells several entries of one rule apart, or null
 * @param address where it stands
 * @param text the rule in the project's own words
 * @param source who set it, a code of {@code imr-source}; null means the plan
 * @param readings readings R-nn of the register that it rests on
 * @param also further rules that it rests on
 */
public record RuleText(
    String id,
    String variant,
    Address address,
    String text,
    String source,
    List<String> readings,
    List<Also> also) {

  /**
   * Where a rule stands.
   *
   * @param document the short name of the document; null means the main one
   * @param section the section within it
   */
  public record Address(String document, String section) {}

  /**
   * A further rule.
   *
   * @param rule its code
   * @param address where it stands
   */
  public record Also(String rule, Address address) {}

  /** Keeps its own copies. */
  public RuleText {
    readings = List.copyOf(readings);
    also = List.copyOf(also);
  }

  /**
   * Returns the name of this entry.
   *
   * @return rule, or rule and variant
   */
  public String name() {
    return variant == null ? id : id + "." + variant;
  }
}
