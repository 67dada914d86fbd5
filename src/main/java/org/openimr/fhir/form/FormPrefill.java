package org.openimr.fhir.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemType;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Fills a form with what is known, and leaves the rest for the person who answers.
 *
 * @see <a href="https://hl7.org/fhir/uv/sdc/populate.html">Form Population</a>
 */
public final class FormPrefill {

  /**
   * A form that is partly filled.
   *
   * @param response every item of the form that is asked so far, answered where the answer is
   *     known; in progress
   * @param remarks which questions were left open though something is known, and why
   */
  public record Filled(QuestionnaireResponse response, List<Problem> remarks) {}

  private final Form form;
  private final FormWords words;
  private final List<Problem> remarks = new ArrayList<>();
  private final Map<String, List<Type>> answers = new HashMap<>();

  private FormPrefill(Form form, FormWords words) {
    this.form = form;
    this.words = words;
    for (String several : form.addTo(words)) {
      remarks.add(
          new Problem(
              "multiple-matches",
              "QuestionnaireResponse",
              "There are several candidates for "
                  + several
                  + " in what is known; what depends on it is left open."));
    }
  }

  /**
   * Fills a form.
   *
   * @param form the form
   * @param words the words of a case
   * @param subject the patient, or null
   * @return the form as far as it can be filled
   */
  public static Filled fill(Form form, FormWords words, Reference subject) {
    FormPrefill prefill = new FormPrefill(form, words);
    QuestionnaireResponse response = new QuestionnaireResponse();
    response.setQuestionnaire(
        form.questionnaire().getUrl() + "|" + form.questionnaire().getVersion());
    response.setStatus(QuestionnaireResponseStatus.INPROGRESS);
    response.setLanguage(form.questionnaire().getLanguage());
    response.setSubject(subject);
    response.setItem(prefill.items(form.questionnaire().getItem()));
    return new Filled(response, prefill.remarks);
  }

  /** What is not asked is left out; it may not hold anything. */
  private List<QuestionnaireResponseItemComponent> items(List<QuestionnaireItemComponent> items) {
    List<QuestionnaireResponseItemComponent> filled = new ArrayList<>();
    for (QuestionnaireItemComponent item : items) {
      if (Enabling.enabled(item, answers)) {
        filled.add(item(item));
      }
    }
    return filled;
  }

  private QuestionnaireResponseItemComponent item(QuestionnaireItemComponent item) {
    QuestionnaireResponseItemComponent filled = new QuestionnaireResponseItemComponent();
    filled.setLinkId(item.getLinkId()).setText(item.getText());
    if (item.getType() != QuestionnaireItemType.GROUP) {
      List<Type> known = known(item);
      known.forEach(answer -> filled.addAnswer().setValue(answer));
      answers.put(item.getLinkId(), known);
    }
    filled.setItem(items(item.getItem()));
    return filled;
  }

  private List<Type> known(QuestionnaireItemComponent item) {
    Question question = form.question(item.getLinkId());
    if (question.prefill() == null) {
      return List.of();
    }
    Map<String, Type> distinct = new LinkedHashMap<>();
    for (Base found : form.find(question.prefill(), words.values("case").get(0), words)) {
      Type answer = KnownAnswer.of(item, question.codes(), found);
      if (answer != null) {
        distinct.putIfAbsent(text(answer), answer);
      }
    }
    if (distinct.size() > 1 && !item.getRepeats()) {
      remarks.add(
          new Problem(
              "multiple-matches",
              "QuestionnaireResponse.descendants().where(linkId = '" + item.getLinkId() + "')",
              "There are several answers to "
                  + item.getLinkId()
                  + " in what is known; it is left open."));
      return List.of();
    }
    return List.copyOf(distinct.values());
  }

  private static String text(Type answer) {
    return answer.isPrimitive()
        ? answer.primitiveValue()
        : ((org.hl7.fhir.r4.model.Coding) answer).getCode();
  }
}
