package org.openimr.fhir.form;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/** The codes from which the questions of the package's forms are answered. */
final class AnswerCodes {

  private final Map<String, CodeSystem> systems = new HashMap<>();
  private final Map<String, ValueSet> valueSets = new HashMap<>();

  AnswerCodes(Collection<? extends IBaseResource> definitions) {
    for (IBaseResource definition : definitions) {
      if (definition instanceof CodeSystem system) {
        systems.put(system.getUrl(), system);
      } else if (definition instanceof ValueSet valueSet) {
        valueSets.put(valueSet.getUrl(), valueSet);
      }
    }
  }

  /** The codings of a question by their codes, in order; none if it is not answered by codes. */
  Map<String, Coding> of(QuestionnaireItemComponent item) {
    Map<String, Coding> codings = new LinkedHashMap<>();
    item.getAnswerOption().stream()
        .filter(option -> option.getValue() instanceof Coding)
        .map(option -> (Coding) option.getValue())
        .forEach(coding -> put(codings, coding.getSystem(), coding.getCode(), coding.getDisplay()));
    ValueSet valueSet = valueSets.get(item.getAnswerValueSet());
    if (valueSet != null) {
      valueSet.getCompose().getInclude().forEach(include -> put(codings, include));
    }
    return codings;
  }

  private void put(Map<String, Coding> codings, ConceptSetComponent include) {
    Map<String, String> displays = new LinkedHashMap<>();
    CodeSystem system = systems.get(include.getSystem());
    if (system != null) {
      system.getConcept().forEach(each -> displays.put(each.getCode(), each.getDisplay()));
    }
    if (include.hasConcept()) {
      Map<String, String> all = Map.copyOf(displays);
      displays.clear();
      include
          .getConcept()
          .forEach(
              each ->
                  displays.put(
                      each.getCode(),
                      each.hasDisplay() ? each.getDisplay() : all.get(each.getCode())));
    }
    displays.forEach((code, display) -> put(codings, include.getSystem(), code, display));
  }

  private static void put(Map<String, Coding> codings, String system, String code, String display) {
    codings.put(code, new Coding(system, code, display));
  }
}
