package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Measure;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureVocabulary;
import org.openimr.fhir.policy.vocabulary.MeasureBook;

/**
 * The measures that travel inside the program.
 *
 * @param measures the measures: of cases, of duties, of second ratings
 */
public record PackagedMeasures(List<Packaged> measures) {

  private static final List<MeasureDefinition.Unit> ORDER =
      List.of(
          MeasureDefinition.Unit.CASE, MeasureDefinition.Unit.DUTY, MeasureDefinition.Unit.RATING);

  /** Keeps its own copy. */
  public PackagedMeasures {
    measures = List.copyOf(measures);
  }

  /**
   * A measure.
   *
   * @param definition what is counted
   * @param title what it is called
   * @param description what it counts, in a sentence
   * @param source where it stands
   */
  public record Packaged(
      MeasureDefinition definition, String title, String description, String source) {}

  /**
   * Reads them.
   *
   * @param context what parses them
   * @param vocabulary what they may ask about
   * @return the measures
   * @throws IllegalStateException naming what is wrong with one; the server does not start
   */
  public static PackagedMeasures read(FhirContext context, MeasureVocabulary vocabulary) {
    IParser parser = context.newJsonParser();
    List<Packaged> measures = new ArrayList<>();
    for (ArtifactFile file : ArtifactFile.all()) {
      if (file.path().contains("/Measure-")) {
        Measure measure = parser.parseResource(Measure.class, file.json());
        measures.add(
            new Packaged(
                MeasureBook.read(measure, vocabulary.all()),
                measure.getTitle(),
                measure.getDescription(),
                measure.getRelatedArtifactFirstRep().getCitation()));
      }
    }
    measures.sort(
        Comparator.comparing((Packaged each) -> ORDER.indexOf(each.definition().unit()))
            .thenComparing(each -> each.definition().id()));
    return new PackagedMeasures(measures);
  }
}
