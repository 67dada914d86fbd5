package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CodeSystem;
import org.openimr.fhir.request.RequestWording;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The words of letters that travel inside the program. */
public final class PackagedWording {

  private static final String LETTERS = "classpath*:profiles/letter/information-request.*.md";

  private PackagedWording() {}

  /**
   * Reads them.
   *
   * @param context what parses them
   * @return whom to ask, and in what words
   */
  public static RequestWording read(FhirContext context) {
    return new RequestWording(
        system(context, "imr-packet-element"), system(context, "imr-party"), letters());
  }

  private static CodeSystem system(FhirContext context, String name) {
    return ArtifactFile.all().stream()
        .filter(file -> file.path().endsWith("/CodeSystem-" + name + ".json"))
        .map(file -> context.newJsonParser().parseResource(CodeSystem.class, file.json()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> letters() {
    Map<String, String> letters = new TreeMap<>();
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(LETTERS)) {
        String[] name = String.valueOf(file.getFilename()).split("\\.");
        letters.put(name[1], file.getContentAsString(StandardCharsets.UTF_8));
      }
      return letters;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
