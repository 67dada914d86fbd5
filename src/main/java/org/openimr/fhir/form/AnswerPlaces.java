package org.openimr.fhir.form;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;

/** Where the items and answers of a filled form stand. */
final class AnswerPlaces {

  private final Map<Base, String> places = new IdentityHashMap<>();
  private final String path;

  AnswerPlaces(QuestionnaireResponse response, String path) {
    this.path = path;
    visit(response, path, this::put);
  }

  /** Visits every item with its FHIRPath. */
  static void visit(
      QuestionnaireResponse response,
      String path,
      BiConsumer<QuestionnaireResponseItemComponent, String> visitor) {
    visit(response.getItem(), path, visitor);
  }

  private static void visit(
      List<QuestionnaireResponseItemComponent> items,
      String path,
      BiConsumer<QuestionnaireResponseItemComponent, String> visitor) {
    for (int i = 0; i < items.size(); i++) {
      QuestionnaireResponseItemComponent item = items.get(i);
      String place = path + ".item[" + i + "]";
      visitor.accept(item, place);
      visit(item.getItem(), place, visitor);
      for (int a = 0; a < item.getAnswer().size(); a++) {
        visit(item.getAnswer().get(a).getItem(), place + ".answer[" + a + "]", visitor);
      }
    }
  }

  private void put(QuestionnaireResponseItemComponent item, String place) {
    places.put(item, place);
    for (int a = 0; a < item.getAnswer().size(); a++) {
      Base value = item.getAnswer().get(a).getValue();
      if (value != null) {
        places.put(value, place + ".answer[" + a + "].value");
        if (value instanceof Coding coding) {
          places.put(coding.getCodeElement(), place + ".answer[" + a + "].value.code");
        }
      }
    }
  }

  /** FHIRPath of what was found; of anything else that of the form. */
  String of(Base found) {
    return places.getOrDefault(found, path);
  }
}
