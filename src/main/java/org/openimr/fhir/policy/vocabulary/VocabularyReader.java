package org.openimr.fhir.policy.vocabulary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactReading;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.policy.plan.PolicyShape;

/**
 * Reads the closed vocabulary of the rules from its CodeSystems and ValueSets.
 *
 * <p>{@code imr-fact} declares the facts, {@code imr-event} the events; every other CodeSystem of
 * the project is a set of codes by its id. What a definition names must exist: value sets, events,
 * facts.
 */
public final class VocabularyReader {

  private final Map<String, CodeSystem> systems = new LinkedHashMap<>();
  private final Map<String, ValueSet> valueSets = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Translation> translations = new ArrayList<>();

  private VocabularyReader(
      Collection<CodeSystem> systems,
      Collection<ValueSet> valueSets,
      Collection<ConceptMap> conceptMaps) {
    systems.stream()
        .filter(system -> system.getUrl() != null)
        .filter(system -> system.getUrl().startsWith(PolicyShape.CODE_SYSTEM))
        .forEach(system -> this.systems.put(system.getUrl(), system));
    valueSets.forEach(valueSet -> this.valueSets.put(valueSet.getUrl(), valueSet));
    conceptMaps.forEach(map -> this.translations.add(new Translation(map, problems)));
  }

  /**
   * Reads the vocabulary.
   *
   * @param systems the CodeSystems; those of others are passed over
   * @param valueSets the ValueSets that the CodeSystems name
   * @param conceptMaps the ConceptMaps that say which value of a fact a code of others stands for;
   *     the target of each is the value set of the fact
   * @return the vocabulary
   * @throws UnreadableResourceException naming everything that does not fit together
   */
  public static Vocabulary read(
      Collection<CodeSystem> systems,
      Collection<ValueSet> valueSets,
      Collection<ConceptMap> conceptMaps) {
    return new VocabularyReader(systems, valueSets, conceptMaps).vocabulary();
  }

  private Vocabulary vocabulary() {
    Map<String, Set<String>> codes = new LinkedHashMap<>();
    systems.values().forEach(each -> codes.put(each.getIdElement().getIdPart(), codes(each)));
    List<EventDefinition> events = events();
    Set<String> eventCodes = events.stream().map(EventDefinition::code).collect(Collectors.toSet());
    List<FactDefinition> facts = facts(eventCodes);
    translations.forEach(each -> each.checkTarget(valueSets.keySet()));
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
    return new Vocabulary(facts, events, codes);
  }

  private static Set<String> codes(CodeSystem system) {
    return system.getConcept().stream()
        .map(ConceptDefinitionComponent::getCode)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<ConceptDefinitionComponent> concepts(String name) {
    CodeSystem system = systems.get(PolicyShape.CODE_SYSTEM + name);
    if (system == null) {
      problems.add(new Problem("not-found", null, "there is no CodeSystem " + name));
      return List.of();
    }
    return system.getConcept();
  }

  private List<EventDefinition> events() {
    List<EventDefinition> events = new ArrayList<>();
    for (ConceptDefinitionComponent concept : concepts("imr-event")) {
      ConceptProperties properties = new ConceptProperties("imr-event", concept, problems);
      String reasons = properties.text("reason-value-set");
      events.add(
          new EventDefinition(
              concept.getCode(),
              events.size(),
              properties.flag("repeatable"),
              ends(properties),
              properties.flag("reopens"),
              reasons == null ? Set.of() : expansion(properties, reasons),
              properties.texts("expression"),
              properties.text("reason-expression"),
              properties.flag("refers-to-case")));
    }
    return events;
  }

  private static EventDefinition.Ends ends(ConceptProperties properties) {
    String ends = properties.text("ends");
    if (ends == null) {
      return EventDefinition.Ends.NOTHING;
    }
    if (!ends.equals("clocks") && !ends.equals("all")) {
      properties.problem("ends '" + ends + "' is neither clocks nor all");
    }
    return ends.equals("all") ? EventDefinition.Ends.ALL : EventDefinition.Ends.CLOCKS;
  }

  private List<FactDefinition> facts(Set<String> events) {
    Map<String, FactDefinition> facts = new LinkedHashMap<>();
    List<ConceptDefinitionComponent> concepts = concepts("imr-fact");
    for (ConceptDefinitionComponent concept : concepts) {
      ConceptProperties properties = new ConceptProperties("imr-fact", concept, problems);
      facts.put(concept.getCode(), fact(concept.getCode(), facts.size(), properties));
    }
    FactSetterReader setters = new FactSetterReader(facts, events);
    List<FactDefinition> complete = new ArrayList<>();
    for (ConceptDefinitionComponent concept : concepts) {
      FactDefinition fact = facts.get(concept.getCode());
      complete.add(
          new FactDefinition(
              fact.name(),
              fact.index(),
              fact.type(),
              fact.many(),
              fact.codes(),
              fact.defaultValue(),
              fact.reading(),
              setters.read(fact, new ConceptProperties("imr-fact", concept, problems))));
    }
    return complete;
  }

  private FactDefinition fact(String name, int index, ConceptProperties properties) {
    String type = properties.text("type");
    FactDefinition.Type read = FactDefinition.Type.BOOLEAN;
    try {
      read = FactDefinition.Type.valueOf(String.valueOf(type).toUpperCase(java.util.Locale.ROOT));
    } catch (IllegalArgumentException e) {
      properties.problem("type '" + type + "' is none of boolean, integer, code");
    }
    String valueSet = properties.text("value-set");
    if ((valueSet != null) != (read == FactDefinition.Type.CODE)) {
      properties.problem("a coded fact, and no other, has a value set");
    }
    Set<String> codes = valueSet == null ? Set.of() : expansion(properties, valueSet);
    FactDefinition fact =
        new FactDefinition(
            name,
            index,
            read,
            properties.flag("many"),
            codes,
            defaultValue(properties),
            reading(properties, valueSet, codes),
            List.of());
    String objection = fact.defaultValue() == null ? null : fact.objectionTo(fact.defaultValue());
    if (objection != null) {
      properties.problem("default: " + objection);
    }
    return fact;
  }

  private static Object defaultValue(ConceptProperties properties) {
    String code = properties.text("default-code");
    return code == null ? properties.value("default") : code;
  }

  private FactReading reading(ConceptProperties properties, String valueSet, Set<String> codes) {
    List<String> several = properties.texts("when-several");
    several.stream()
        .filter(code -> !codes.contains(code))
        .forEach(code -> properties.problem("when-several: there is no value " + code));
    Map<String, String> foreign = new HashMap<>();
    translations.stream()
        .filter(each -> each.target().equals(valueSet))
        .forEach(each -> foreign.putAll(each.codes(codes)));
    return new FactReading(properties.texts("expression"), foreign, several, keeping(properties));
  }

  private static FactReading.Keeping keeping(ConceptProperties properties) {
    if (properties.flag("kept")) {
      return FactReading.Keeping.READ_ONCE;
    }
    return properties.flag("stated-at-intake")
        ? FactReading.Keeping.STATED
        : FactReading.Keeping.READ_AGAIN;
  }

  private Set<String> expansion(ConceptProperties properties, String url) {
    ValueSet valueSet = valueSets.get(url);
    if (valueSet == null) {
      properties.problem("there is no value set " + url);
      return Set.of();
    }
    Set<String> codes = new LinkedHashSet<>();
    for (ConceptSetComponent include : valueSet.getCompose().getInclude()) {
      if (include.hasConcept()) {
        include.getConcept().forEach(concept -> codes.add(concept.getCode()));
      } else if (systems.containsKey(include.getSystem())) {
        codes.addAll(codes(systems.get(include.getSystem())));
      } else {
        properties.problem(url + " includes " + include.getSystem() + ", which is not at hand");
      }
    }
    return codes;
  }
}
