package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.VocabularyReader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The policies that travel inside the program, and the vocabulary that they speak, ready to compute
 * with.
 *
 * @param vocabulary facts, events and codes
 * @param calendars the holiday calendars
 * @param policies every policy in every version
 */
public record PackagedPolicies(
    Vocabulary vocabulary, HolidayCalendars calendars, PolicyBook policies) {

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
            parsed(files, parser, CodeSystem.class), parsed(files, parser, ValueSet.class));
    HolidayCalendars calendars = new HolidayCalendars(readCalendars());
    return new PackagedPolicies(
        vocabulary,
        calendars,
        new PolicyBook(
            parsed(files, parser, PlanDefinition.class).stream()
                .map(plan -> PlanDefinitionReader.read(plan, vocabulary, calendars))
                .toList()));
  }

  private static <T extends Resource> List<T> parsed(
      List<ArtifactFile> files, IParser parser, Class<T> type) {
    return files.stream()
        .filter(file -> file.path().contains("/" + type.getSimpleName() + "-"))
        .map(file -> parser.parseResource(type, file.json()))
        .toList();
  }

  private static List<HolidayCalendar> readCalendars() {
    List<HolidayCalendar> calendars = new ArrayList<>();
    try {
      for (var file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:profiles/calendar/**/*.txt")) {
        String text = file.getContentAsString(StandardCharsets.UTF_8);
        calendars.add(HolidayCalendarReader.read(text.lines().toList()));
      }
      return calendars;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
