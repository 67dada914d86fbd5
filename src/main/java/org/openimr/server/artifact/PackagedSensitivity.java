package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.List;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.fhir.sensitivity.SensitivityRules;

/** The rules about sensitive information that travel inside the program. */
public final class PackagedSensitivity {

  private PackagedSensitivity() {}

  /**
   * Reads them.
   *
   * @param context what parses them
   * @return the rules
   */
  public static SensitivityRules read(FhirContext context) {
    IParser parser = context.newJsonParser();
    return new SensitivityRules(
        parsed(parser, "/CodeSystem-imr-sensitivity.json", CodeSystem.class).get(0),
        parsed(parser, "/ValueSet-imr-sensitive-", ValueSet.class),
        parsed(parser, "/NamingSystem-imr-", NamingSystem.class));
  }

  private static <T extends Resource> List<T> parsed(IParser parser, String name, Class<T> type) {
    return ArtifactFile.all().stream()
        .filter(file -> file.path().contains(name))
        .map(file -> parser.parseResource(type, file.json()))
        .toList();
  }
}
