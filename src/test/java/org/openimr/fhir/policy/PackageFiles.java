package org.openimr.fhir.policy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;

/** Vocabulary and calendars of the repository. */
final class PackageFiles {

  static final Vocabulary VOCABULARY =
      VocabularyReader.read(
          resources("CodeSystem", CodeSystem.class), resources("ValueSet", ValueSet.class));

  static final HolidayCalendars CALENDARS =
      new HolidayCalendars(
          files(Path.of("profiles/calendar")).stream()
              .filter(file -> file.toString().endsWith(".txt"))
              .map(file -> HolidayCalendarReader.read(PolicyFiles.text(file).lines().toList()))
              .toList());

  private PackageFiles() {}

  static <T extends Resource> List<T> resources(String name, Class<T> type) {
    return files(Path.of("profiles/terminology")).stream()
        .filter(file -> file.getFileName().toString().startsWith(name + "-"))
        .map(
            file ->
                FhirContext.forR4Cached()
                    .newJsonParser()
                    .parseResource(type, PolicyFiles.text(file)))
        .toList();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
