package org.openimr.server.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The roles that a caller can act in: the codes of CodeSystem {@code imr-party}. */
public final class PackagedParties {

  private static final Set<String> CODES = read("imr-party");

  private PackagedParties() {}

  /** All codes. */
  public static Set<String> codes() {
    return CODES;
  }

  /** The states of a case: the codes of CodeSystem {@code imr-business-status}. */
  public static Set<String> statuses() {
    return read("imr-business-status");
  }

  private static Set<String> read(String system) {
    String file = "/profiles/terminology/CodeSystem-" + system + ".json";
    try (InputStream json = PackagedParties.class.getResourceAsStream(file)) {
      Set<String> codes = new TreeSet<>();
      new ObjectMapper()
          .readTree(json)
          .get("concept")
          .forEach(concept -> codes.add(concept.get("code").asText()));
      return Set.copyOf(codes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
