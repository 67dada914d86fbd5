package org.openimr.fhir.policy.vocabulary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Measure;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureDefinition.Unit;
import org.openimr.core.policy.Condition;
import org.openimr.fhir.policy.condition.ConditionReader;

/** Reads measures, and refuses what is not in the vocabulary. */
public final class MeasureBook {

  private static final String EXTENSIONS = "https://openimr.org/fhir/StructureDefinition/";
  private static final String FHIRPATH = "text/fhirpath";

  private final Measure measure;
  private final Vocabulary vocabulary;
  private final List<String> problems = new ArrayList<>();

  private MeasureBook(Measure measure, Vocabulary vocabulary) {
    this.measure = measure;
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a measure.
   *
   * @param measure the resource
   * @param vocabulary what it may ask about
   * @return what is counted
   * @throws IllegalStateException naming everything that is wrong
   */
  public static MeasureDefinition read(Measure measure, Vocabulary vocabulary) {
    MeasureBook book = new MeasureBook(measure, vocabulary);
    MeasureDefinition read = book.definition();
    if (!book.problems.isEmpty()) {
      throw new IllegalStateException(
          "Measure/" + measure.getIdElement().getIdPart() + ": " + book.problems);
    }
    return read;
  }

  private MeasureDefinition definition() {
    Unit unit = Unit.valueOf(extension("imr-measure-counts").toUpperCase(Locale.ROOT));
    EventDefinition event =
        unit == Unit.CASE ? vocabulary.event(extension("imr-measure-event")) : null;
    if (unit == Unit.CASE && event == null) {
      problems.add("cases are counted on the day of an event, which is not named");
    }
    if (measure.getGroup().size() != 1) {
      problems.add("one group was expected");
    }
    Map<String, Condition> conditions = new HashMap<>();
    measure.getGroupFirstRep().getPopulation().forEach(each -> population(each, conditions));
    for (String each : List.of("initial-population", "denominator", "numerator")) {
      if (!conditions.containsKey(each)) {
        problems.add("the population " + each + " is missing");
      }
    }
    return new MeasureDefinition(
        measure.getIdElement().getIdPart(),
        measure.getUrl() + "|" + measure.getVersion(),
        unit,
        event,
        conditions.get("initial-population"),
        conditions.get("denominator"),
        conditions.get("numerator"),
        measure.getGroupFirstRep().getStratifier().stream()
            .map(each -> each.getCode().getCodingFirstRep().getCode())
            .toList());
  }

  private void population(
      Measure.MeasureGroupPopulationComponent given, Map<String, Condition> conditions) {
    String code = given.getCode().getCodingFirstRep().getCode();
    if (!FHIRPATH.equals(given.getCriteria().getLanguage())) {
      problems.add(code + ": " + FHIRPATH + " was expected");
    }
    conditions.put(
        code,
        new ConditionReader(vocabulary, found -> problems.add(code + ": " + found))
            .read(given.getCriteria().getExpression()));
  }

  private String extension(String name) {
    return measure.hasExtension(EXTENSIONS + name)
        ? measure.getExtensionByUrl(EXTENSIONS + name).getValue().primitiveValue()
        : "";
  }
}
