package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.CodeSystem;
import org.openimr.core.deadline.ExposureTerms;
import org.openimr.core.determination.PlainTerms;
import org.openimr.fhir.determination.DeterminationWords;
import org.openimr.fhir.policy.text.catalogue.ExposureTermsReader;
import org.openimr.fhir.policy.text.catalogue.PlainTermsReader;

/**
 * What determinations are written with that travels inside the program.
 *
 * @param words what people read in the place of codes
 * @param plain how plain reasons are meant to be
 */
public record PackagedDeterminations(DeterminationWords words, PlainTerms plain) {

  private static final String EXPOSURE = "determination/late-implementation.yaml";
  private static final String PLAIN = "determination/plain-language.yaml";

  /**
   * Reads it.
   *
   * @param context what parses it
   * @return what was read
   * @throws RuntimeException naming what is wrong with it; the server does not start
   */
  public static PackagedDeterminations read(FhirContext context) {
    return new PackagedDeterminations(
        DeterminationWords.of(
            system(context, "imr-statutory-criterion"), system(context, "imr-outcome")),
        PlainTermsReader.read(PLAIN, new PackagedFiles().texts(PLAIN, "").get(0)));
  }

  /**
   * Reads what may be imposed for delays.
   *
   * @return the terms
   * @throws RuntimeException naming what is wrong with them; the server does not start
   */
  public static ExposureTerms exposure() {
    return ExposureTermsReader.read(EXPOSURE, new PackagedFiles().texts(EXPOSURE, "").get(0));
  }

  private static CodeSystem system(FhirContext context, String name) {
    return ArtifactFile.all().stream()
        .filter(file -> file.path().endsWith("/CodeSystem-" + name + ".json"))
        .map(file -> context.newJsonParser().parseResource(CodeSystem.class, file.json()))
        .findFirst()
        .orElseThrow();
  }
}
