package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.fhir.casefile.profile.ProfileCheck;

/** The profiles that travel inside the program, ready to check submissions with. */
public final class PackagedProfiles {

  private static final Set<String> KINDS =
      Set.of("StructureDefinition", "ValueSet", "CodeSystem", "Questionnaire");

  private PackagedProfiles() {}

  /**
   * Reads them.
   *
   * @param context what parses them
   * @return the check
   */
  public static ProfileCheck read(FhirContext context) {
    IParser parser = context.newJsonParser();
    List<IBaseResource> definitions =
        ArtifactFile.all().stream()
            .filter(file -> KINDS.contains(kind(file.path())))
            .map(file -> (IBaseResource) parser.parseResource(file.json()))
            .toList();
    return new ProfileCheck(context, definitions);
  }

  private static String kind(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(0, name.indexOf('-'));
  }
}
