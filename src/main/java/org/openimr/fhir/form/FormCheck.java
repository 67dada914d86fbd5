package org.openimr.fhir.form;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Checks a filled form beyond the types of its answers: the rules between them, and whether they
 * agree with the resources that come with it.
 */
public final class FormCheck {

  /**
   * What was found.
   *
   * @param problems why the form is refused
   * @param remarks what is not refused but ought to be known
   */
  public record Found(List<Problem> problems, List<Problem> remarks) {}

  private final Forms forms;

  /**
   * Makes a check; it may be used by many threads.
   *
   * @param forms the forms of the package
   */
  public FormCheck(Forms forms) {
    this.forms = forms;
  }

  /**
   * Checks a filled form. Forms of others are not looked at.
   *
   * @param response the answers
   * @param path FHIRPath of the answers
   * @param words the words of the case that it belongs to
   * @return what was found
   */
  public Found check(QuestionnaireResponse response, String path, FormWords words) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    String canonical = response.getQuestionnaire();
    if (canonical == null || !canonical.startsWith(Forms.BASE)) {
      return found;
    }
    Form form = forms.find(canonical);
    if (form == null) {
      String text = "There is no form of this name in the package.";
      found.problems().add(new Problem("not-found", path + ".questionnaire", text));
      return found;
    }
    version(form, canonical, path, found);
    if (!finished(response)) {
      remark(found, path + ".status", "The form is not completed; nothing is read from it.");
      return found;
    }
    AnswerPlaces places = new AnswerPlaces(response, path);
    form.addTo(words);
    form.rules().forEach(rule -> check(form, rule, response, places, words, found));
    AnswerPlaces.visit(response, path, (item, place) -> agree(form, item, place, words, found));
    return found;
  }

  private static boolean finished(QuestionnaireResponse response) {
    return response.getStatus() == QuestionnaireResponseStatus.COMPLETED
        || response.getStatus() == QuestionnaireResponseStatus.AMENDED;
  }

  private static void version(Form form, String canonical, String path, Found found) {
    int bar = canonical.indexOf('|');
    String held = form.questionnaire().getVersion();
    if (bar >= 0 && !canonical.substring(bar + 1).equals(held)) {
      remark(
          found,
          path + ".questionnaire",
          "The form was filled in another version than the one held here, " + held + ".");
    }
  }

  private static void check(
      Form form,
      FormRule rule,
      QuestionnaireResponse response,
      AnswerPlaces places,
      FormWords words,
      Found found) {
    List<Base> result = form.find(rule.expression(), response, words);
    if (result.size() != 1
        || !(result.get(0) instanceof BooleanType holds)
        || holds.booleanValue()) {
      return;
    }
    Set<String> blamed = new LinkedHashSet<>();
    for (ExpressionNode location : rule.locations()) {
      form.find(location, response, words).forEach(element -> blamed.add(places.of(element)));
    }
    if (blamed.isEmpty()) {
      blamed.add(places.of(response));
    }
    List<Problem> into = rule.refuses() ? found.problems() : found.remarks();
    String code = rule.refuses() ? "invariant" : "business-rule";
    blamed.forEach(place -> into.add(new Problem(code, place, rule.human())));
  }

  private static void agree(
      Form form,
      QuestionnaireResponseItemComponent item,
      String place,
      FormWords words,
      Found found) {
    Question question = form.question(item.getLinkId());
    if (question == null || !question.agrees() || !item.hasAnswer()) {
      return;
    }
    Set<String> known =
        form.find(question.prefill(), words.values("case").get(0), words).stream()
            .map(FormCheck::plain)
            .collect(Collectors.toSet());
    if (known.isEmpty()) {
      return;
    }
    for (int i = 0; i < item.getAnswer().size(); i++) {
      if (!known.contains(plain(item.getAnswer().get(i).getValue()))) {
        remark(
            found,
            place + ".answer[" + i + "].value",
            "The answer to "
                + item.getLinkId()
                + " differs from what the resources that come with the form say.");
      }
    }
  }

  /** A value without what does not make it another: case, accents, spaces, the display. */
  private static String plain(Base value) {
    String text =
        value instanceof Coding coding
            ? coding.getCode()
            : value == null ? null : value.primitiveValue();
    return Normalizer.normalize(String.valueOf(text), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("\\s+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static void remark(Found found, String place, String text) {
    found.remarks().add(new Problem("business-rule", place, text));
  }
}
