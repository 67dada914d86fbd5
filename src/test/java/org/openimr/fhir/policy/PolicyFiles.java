package org.openimr.fhir.policy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.fhir.policy.text.file.PolicySource;
import org.openimr.fhir.policy.text.file.PolicyTextReader;

/** The policies of the repository. */
final class PolicyFiles {

  static final Path FOLDER = Path.of("profiles/policy");

  private PolicyFiles() {}

  static List<Path> texts() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PolicySource read(Path file) {
    return PolicyTextReader.read(file.getFileName().toString(), text(file));
  }

  static PolicySource read(String name) {
    return read(FOLDER.resolve("us/ca/" + name + ".yaml"));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path compiled(Path text) {
    String name = text.getFileName().toString().replace(".yaml", ".json");
    return text.resolveSibling("PlanDefinition-" + name);
  }

  static String json(PlanDefinition plan) {
    return FhirContext.forR4Cached()
            .newJsonParser()
            .setPrettyPrint(true)
            .encodeResourceToString(plan)
        + "\n";
  }

  static PlanDefinition plan(String json) {
    return FhirContext.forR4Cached().newJsonParser().parseResource(PlanDefinition.class, json);
  }
}
