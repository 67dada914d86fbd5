package org.openimr.fhir.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;

/**
 * A Questionnaire of the package with its expressions compiled: variables, rules between answers,
 * and answers that are known already.
 *
 * @see <a href="https://hl7.org/fhir/R4/extension-questionnaire-constraint.html">questionnaire
 *     -constraint</a>
 */
public final class Form {

  private static final String CORE = "http://hl7.org/fhir/StructureDefinition/";
  private static final String OWN = "https://openimr.org/fhir/StructureDefinition/";

  private final Questionnaire questionnaire;
  private final FormPath path;
  private final Map<String, ExpressionNode> variables = new LinkedHashMap<>();
  private final List<FormRule> rules = new ArrayList<>();
  private final Map<String, Question> questions = new LinkedHashMap<>();

  Form(Questionnaire questionnaire, FormPath path, AnswerCodes codes) {
    this.questionnaire = questionnaire;
    this.path = path;
    for (Extension extension : questionnaire.getExtensionsByUrl(CORE + "variable")) {
      Expression variable = (Expression) extension.getValue();
      variables.put(variable.getName(), path.compile(variable.getExpression()));
    }
    questionnaire
        .getExtensionsByUrl(CORE + "questionnaire-constraint")
        .forEach(constraint -> rules.add(rule(constraint)));
    questionnaire.getItem().forEach(item -> read(item, codes));
  }

  private FormRule rule(Extension constraint) {
    return new FormRule(
        text(constraint, "severity").equals("error"),
        path.compile(text(constraint, "expression")),
        text(constraint, "human"),
        constraint.getExtensionsByUrl("location").stream()
            .map(location -> path.compile(location.getValue().primitiveValue()))
            .toList());
  }

  private static String text(Extension extension, String part) {
    return extension.getExtensionByUrl(part).getValue().primitiveValue();
  }

  private void read(QuestionnaireItemComponent item, AnswerCodes codes) {
    Extension prefill = item.getExtensionByUrl(OWN + "imr-prefill");
    questions.put(
        item.getLinkId(),
        new Question(
            item,
            prefill == null
                ? null
                : path.compile(((Expression) prefill.getValue()).getExpression()),
            agrees(item),
            codes.of(item)));
    item.getItem().forEach(child -> read(child, codes));
  }

  private static boolean agrees(Element item) {
    Extension agrees = item.getExtensionByUrl(OWN + "imr-must-agree");
    return agrees != null && ((BooleanType) agrees.getValue()).booleanValue();
  }

  /**
   * Returns the Questionnaire.
   *
   * @return the Questionnaire, which is not to be changed
   */
  public Questionnaire questionnaire() {
    return questionnaire;
  }

  /**
   * Says whether a text is that of a question in another language.
   *
   * @param linkId the link id of the question
   * @param text the text
   * @return true if the form gives it as a translation
   */
  public boolean translates(String linkId, String text) {
    Question question = questions.get(linkId);
    return question != null
        && question.item().getTextElement().getExtensionsByUrl(CORE + "translation").stream()
            .anyMatch(translation -> text(translation, "content").equals(text));
  }

  /**
   * Returns the type of an item.
   *
   * @param linkId its link id
   * @return a code of FHIR's item types, such as {@code open-choice}; null if there is no such item
   */
  public String type(String linkId) {
    Question question = questions.get(linkId);
    return question == null ? null : question.item().getType().toCode();
  }

  /**
   * Puts the items of a filled form in the order of the questions; items that answer none of them
   * go last.
   *
   * @param response the answers, which are changed
   */
  public void order(QuestionnaireResponse response) {
    List<String> asked = List.copyOf(questions.keySet());
    order(response.getItem(), asked);
  }

  private static void order(List<QuestionnaireResponseItemComponent> items, List<String> asked) {
    List<QuestionnaireResponseItemComponent> ordered = new ArrayList<>(items);
    ordered.sort(Comparator.comparingInt(item -> place(item.getLinkId(), asked)));
    for (int i = 0; i < ordered.size(); i++) {
      items.set(i, ordered.get(i));
    }
    for (QuestionnaireResponseItemComponent item : ordered) {
      order(item.getItem(), asked);
      item.getAnswer().forEach(answer -> order(answer.getItem(), asked));
    }
  }

  private static int place(String linkId, List<String> asked) {
    int place = asked.indexOf(linkId);
    return place < 0 ? asked.size() : place;
  }

  List<FormRule> rules() {
    return rules;
  }

  /** The question of a link id, or null. */
  Question question(String linkId) {
    return questions.get(linkId);
  }

  /**
   * Adds the variables of the form to the words of a case. One that finds several things stands for
   * nothing: what is known of two persons is not put together.
   *
   * @return the names of the variables that find several things
   */
  List<String> addTo(FormWords words) {
    Bundle nothing = new Bundle();
    List<String> ambiguous = new ArrayList<>();
    variables.forEach(
        (name, variable) -> {
          Set<Base> found = Collections.newSetFromMap(new IdentityHashMap<>());
          found.addAll(path.find(variable, nothing, words));
          words.put(name, found.size() == 1 ? List.copyOf(found) : List.of());
          if (found.size() > 1) {
            ambiguous.add(name);
          }
        });
    return ambiguous;
  }

  /**
   * Returns what a variable of the form stands for.
   *
   * @param variable the name of the variable
   * @param words the words of a case
   * @return what it finds among them; nothing if there is no such variable
   */
  public List<Base> find(String variable, FormWords words) {
    addTo(words);
    return words.values(variable);
  }

  /** What an expression of the form finds. */
  List<Base> find(ExpressionNode expression, Base focus, FormWords words) {
    return path.find(expression, focus, words);
  }
}
