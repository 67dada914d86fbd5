package org.openimr.fhir.form;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Questionnaire.EnableWhenBehavior;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemEnableWhenComponent;
import org.hl7.fhir.r4.model.Type;

/**
 * Says whether an item of a form is asked at all, given the answers to others.
 *
 * <p>Knows the operators {@code exists} and {@code =}; the forms of the package use no other.
 */
final class Enabling {

  private Enabling() {}

  static boolean enabled(QuestionnaireItemComponent item, Map<String, List<Type>> answers) {
    List<QuestionnaireItemEnableWhenComponent> conditions = item.getEnableWhen();
    return conditions.isEmpty()
        || (item.getEnableBehavior() == EnableWhenBehavior.ANY
            ? conditions.stream().anyMatch(each -> holds(each, answers))
            : conditions.stream().allMatch(each -> holds(each, answers)));
  }

  private static boolean holds(
      QuestionnaireItemEnableWhenComponent condition, Map<String, List<Type>> answers) {
    List<Type> given = answers.getOrDefault(condition.getQuestion(), List.of());
    return switch (condition.getOperator()) {
      case EXISTS -> condition.getAnswerBooleanType().booleanValue() != given.isEmpty();
      case EQUAL -> given.stream().anyMatch(answer -> same(answer, condition.getAnswer()));
      default -> false;
    };
  }

  private static boolean same(Type answer, Type wanted) {
    if (answer instanceof Coding one && wanted instanceof Coding other) {
      return other.getCode().equals(one.getCode()) && other.getSystem().equals(one.getSystem());
    }
    return answer.equalsDeep(wanted);
  }
}
