package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.VocabularyReader;
import org.openimr.fhir.policy.text.LawTextReader;
import org.openimr.fhir.policy.text.Laws;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The policies that travel inside the program, and the vocabulary that they speak, ready to compute
 * with.
 *
 * @param vocabulary facts, events and codes
 * @param calendars the holiday calendars
 * @param laws the laws that policies may name
 * @param policies every policy in every version
 */
public record PackagedPolicies(
    Vocabulary vocabulary, HolidayCalendars calendars, Laws laws, PolicyBook policies) {

  /**
   * Reads them.
   *
   * @param context what parses them
   * @return the policies
   * @throws RuntimeException naming everything that is wrong with them; the server does not start
   */
  public static PackagedPolicies read(FhirContext context) {
    IParser parser = context.newJsonParser();
    List<ArtifactFile> files = ArtifactFile.all();
    Vocabulary vocabulary =
        VocabularyReader.read(
            parsed(files, parser, CodeSystem.class),
            parsed(files, parser, ValueSet.class),
            parsed(files, parser, ConceptMap.class));
    HolidayCalendars calendars =
        new HolidayCalendars(
            texts("calendar/**/*.txt", (name, text) -> HolidayCalendarReader.read(lines(text))));
    Laws laws =
        new Laws(texts("law/**/*.yaml", (name, text) -> LawTextReader.read(name, text).text()));
    return new PackagedPolicies(
        vocabulary,
        calendars,
        laws,
        new PolicyBook(
            parsed(files, parser, PlanDefinition.class).stream()
                .map(plan -> PlanDefinitionReader.read(plan, vocabulary, calendars, laws))
                .toList()));
  }

  /**
   * Reads a PlanDefinition by this vocabulary, these calendars and laws.
   *
   * @param plan the PlanDefinition
   * @return the policy
   * @throws org.openimr.fhir.policy.UnreadablePlanException naming everything that is wrong
   */
  public ReviewPolicy read(PlanDefinition plan) {
    return PlanDefinitionReader.read(plan, vocabulary, calendars, laws);
  }

  private static <T extends Resource> List<T> parsed(
      List<ArtifactFile> files, IParser parser, Class<T> type) {
    return files.stream()
        .filter(file -> file.path().contains("/" + type.getSimpleName() + "-"))
        .map(file -> parser.parseResource(type, file.json()))
        .toList();
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private static <T> List<T> texts(String pattern, BiFunction<String, String, T> reading) {
    List<T> read = new ArrayList<>();
    try {
      for (var file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:profiles/" + pattern)) {
        read.add(
            reading.apply(file.getFilename(), file.getContentAsString(StandardCharsets.UTF_8)));
      }
      return read;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
