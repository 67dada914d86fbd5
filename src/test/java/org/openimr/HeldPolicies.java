package org.openimr;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
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

/** The policies of {@code profiles/}, read as the server reads them. */
public final class HeldPolicies {

  public static final Vocabulary VOCABULARY =
      VocabularyReader.read(
          resources("CodeSystem", CodeSystem.class), resources("ValueSet", ValueSet.class));

  public static final HolidayCalendars CALENDARS =
      new HolidayCalendars(
          files("", ".txt").stream()
              .filter(file -> file.startsWith("profiles/calendar"))
              .map(file -> HolidayCalendarReader.read(text(file).lines().toList()))
              .toList());

  public static final PolicyBook BOOK =
      new PolicyBook(
          resources("PlanDefinition", PlanDefinition.class).stream()
              .map(plan -> PlanDefinitionReader.read(plan, VOCABULARY, CALENDARS))
              .toList());

  private HeldPolicies() {}

  /** The only version of a policy. */
  public static ReviewPolicy policy(String code) {
    List<ReviewPolicy> versions = BOOK.versions(code);
    if (versions.size() != 1) {
      throw new IllegalArgumentException(code + " has " + versions.size() + " versions");
    }
    return versions.get(0);
  }

  private static <T extends Resource> List<T> resources(String name, Class<T> type) {
    return files(name + "-", ".json").stream()
        .map(file -> FhirContext.forR4Cached().newJsonParser().parseResource(type, text(file)))
        .toList();
  }

  private static List<Path> files(String beginning, String ending) {
    try (Stream<Path> files = Files.walk(Path.of("profiles"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(beginning))
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
