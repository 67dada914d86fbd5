package org.openimr.fhir.policy.vocabulary;

import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** The properties of one concept of a CodeSystem. */
final class ConceptProperties {

  private final String system;
  private final ConceptDefinitionComponent concept;
  private final List<Problem> problems;

  ConceptProperties(String system, ConceptDefinitionComponent concept, List<Problem> problems) {
    this.system = system;
    this.concept = concept;
    this.problems = problems;
  }

  void problem(String message) {
    problems.add(
        new Problem(
            "invalid",
            "CodeSystem.concept.where(code = '" + concept.getCode() + "')",
            system + " " + concept.getCode() + ": " + message));
  }

  private List<Type> values(String property) {
    return concept.getProperty().stream()
        .filter(each -> property.equals(each.getCode()))
        .map(ConceptPropertyComponent::getValue)
        .toList();
  }

  private Type first(String property) {
    List<Type> values = values(property);
    if (values.size() > 1) {
      problem(property + " stands " + values.size() + " times");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  String text(String property) {
    Type value = first(property);
    return value == null ? null : value.primitiveValue();
  }

  List<String> texts(String property) {
    return values(property).stream().map(Type::primitiveValue).toList();
  }

  boolean flag(String property) {
    return first(property) instanceof BooleanType value && value.booleanValue();
  }

  /** Returns a value as Boolean, Integer or String, or null. */
  Object value(String property) {
    Type value = first(property);
    if (value instanceof BooleanType yesNo) {
      return yesNo.booleanValue();
    }
    if (value instanceof IntegerType number) {
      return number.getValue();
    }
    return value == null ? null : value.primitiveValue();
  }
}
