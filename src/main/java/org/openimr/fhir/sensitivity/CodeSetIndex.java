package org.openimr.fhir.sensitivity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.NamingSystem.NamingSystemUniqueIdComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;

/**
 * Finds the classes to which a code belongs, by ValueSets that list codes, or name them by a
 * filter: {@code is-a} a code (in the systems used, what begins with it) or a {@code regex}.
 *
 * <p>Points and capitals do not count, because claims leave the points of diagnoses out.
 */
final class CodeSetIndex {

  private record Rule(String sensitive, Pattern pattern) {}

  private final Map<String, Map<String, Set<String>>> codes = new HashMap<>();
  private final Map<String, List<Rule>> rules = new HashMap<>();
  private final Map<String, String> preferredNames;

  /**
   * Makes an index without codes.
   *
   * @param systems the code systems that are sent under several names
   */
  CodeSetIndex(Collection<NamingSystem> systems) {
    preferredNames = new HashMap<>();
    for (NamingSystem system : systems) {
      String preferred =
          system.getUniqueId().stream()
              .filter(NamingSystemUniqueIdComponent::getPreferred)
              .map(CodeSetIndex::name)
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException(system.getName() + " prefers no name"));
      system.getUniqueId().forEach(each -> preferredNames.put(name(each), preferred));
    }
  }

  private static String name(NamingSystemUniqueIdComponent id) {
    return id.getType() == NamingSystem.NamingSystemIdentifierType.OID
        ? "urn:oid:" + id.getValue()
        : id.getValue();
  }

  /**
   * Adds the codes of a class.
   *
   * @throws IllegalArgumentException if the ValueSet is written in a way that is not read here
   */
  void add(String sensitive, ValueSet valueSet) {
    if (valueSet.getCompose().hasExclude()) {
      throw new IllegalArgumentException(valueSet.getUrl() + " excludes codes");
    }
    for (ConceptSetComponent include : valueSet.getCompose().getInclude()) {
      for (ConceptReferenceComponent concept : include.getConcept()) {
        codes
            .computeIfAbsent(include.getSystem(), s -> new HashMap<>())
            .computeIfAbsent(plain(concept.getCode()), c -> new HashSet<>())
            .add(sensitive);
      }
      for (ConceptSetFilterComponent filter : include.getFilter()) {
        rules
            .computeIfAbsent(include.getSystem(), s -> new ArrayList<>())
            .add(new Rule(sensitive, pattern(valueSet, include, filter)));
      }
      if (!include.hasSystem() || include.hasConcept() == include.hasFilter()) {
        throw new IllegalArgumentException(
            valueSet.getUrl() + " includes neither codes nor a filter of a system");
      }
    }
  }

  private static Pattern pattern(
      ValueSet valueSet, ConceptSetComponent include, ConceptSetFilterComponent filter) {
    if (include.getFilter().size() == 1 && filter.getOp() == ValueSet.FilterOperator.REGEX) {
      return Pattern.compile(filter.getValue());
    }
    throw new IllegalArgumentException(valueSet.getUrl() + " has a filter that is not one regex");
  }

  private static String plain(String code) {
    return code.toUpperCase(Locale.ROOT).replace(".", "").strip();
  }

  /** The classes to which a code belongs. */
  Set<String> of(Coding coding) {
    // an element may have extensions and no value
    if (coding.getSystem() == null || coding.getCode() == null) {
      return Set.of();
    }
    String system = preferredNames.getOrDefault(coding.getSystem(), coding.getSystem());
    String code = plain(coding.getCode());
    Set<String> found =
        new HashSet<>(codes.getOrDefault(system, Map.of()).getOrDefault(code, Set.of()));
    for (Rule rule : rules.getOrDefault(system, List.of())) {
      if (rule.pattern().matcher(code).matches()) {
        found.add(rule.sensitive());
      }
    }
    return found;
  }
}
