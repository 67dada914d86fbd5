package org.openimr.fhir.casefile.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.form.Form;
import org.openimr.fhir.form.Forms;

/**
 * Prepares a copy of filled forms for the validator, which gives up at an answer of another type
 * and knows the texts of questions in one language only.
 */
final class FormAnswers {

  private static final Map<String, List<String>> ELEMENTS =
      Map.of(
          "boolean", List.of("valueBoolean"),
          "date", List.of("valueDate"),
          "dateTime", List.of("valueDateTime"),
          "string", List.of("valueString"),
          "text", List.of("valueString"),
          "choice", List.of("valueCoding"),
          "open-choice", List.of("valueCoding", "valueString"));

  private static final ObjectNode ABSENT = absent();

  private final Forms forms;
  private final ProblemList problems;

  FormAnswers(Forms forms, ProblemList problems) {
    this.forms = forms;
    this.problems = problems;
  }

  /** An answer without a value, so that the others keep their places. */
  private static ObjectNode absent() {
    ObjectNode answer = SubmittedBody.JSON.createObjectNode();
    answer
        .putArray("extension")
        .addObject()
        .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
        .put("valueCode", "error");
    return answer;
  }

  /** Takes out of the copy what the validator cannot bear, and says what is wrong with it. */
  void prepare(ObjectNode copy) {
    for (int i = 0; i < copy.path("entry").size(); i++) {
      if (copy.path("entry").get(i).path("resource") instanceof ObjectNode resource
          && resource.path("resourceType").asText().equals("QuestionnaireResponse")) {
        response(resource, "Bundle.entry[" + i + "].resource");
      }
    }
  }

  private void response(ObjectNode response, String path) {
    String canonical = response.path("questionnaire").asText("");
    Form form = forms.find(canonical);
    if (form != null) {
      items(response, path, form);
    } else if (canonical.startsWith("#")) {
      // a Questionnaire that whoever answers has made: it cannot check anything
      response.remove("questionnaire");
    }
  }

  private void items(JsonNode parent, String path, Form form) {
    for (int i = 0; i < parent.path("item").size(); i++) {
      if (parent.path("item").get(i) instanceof ObjectNode item) {
        item(item, path + ".item[" + i + "]", form);
      }
    }
  }

  private void item(ObjectNode item, String path, Form form) {
    String linkId = item.path("linkId").asText();
    if (form.translates(linkId, item.path("text").asText())) {
      item.remove("text");
    }
    items(item, path, form);
    String type = String.valueOf(form.type(linkId));
    List<String> elements = ELEMENTS.get(type);
    if (elements == null || !(item.path("answer") instanceof ArrayNode answers)) {
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      String place = path + ".answer[" + i + "]";
      items(answers.get(i), place, form);
      if (answers.get(i).isObject() && elements.stream().noneMatch(fits(answers.get(i)))) {
        problems.add(
            "value",
            place + ".value",
            "The answer is not of the type that the question has: " + type + ".");
        answers.set(i, ABSENT.deepCopy());
      }
    }
  }

  private static Predicate<String> fits(JsonNode answer) {
    return element -> {
      JsonNode value = answer.path(element);
      return switch (element) {
        case "valueBoolean" -> value.isBoolean();
        case "valueCoding" -> text(value.path("system")) && text(value.path("code"));
        default -> text(value);
      };
    };
  }

  private static boolean text(JsonNode value) {
    return value.isTextual() && !value.asText().isBlank();
  }
}
