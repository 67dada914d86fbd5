package org.openimr.fhir.casefile.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Lets the resources of a submission claim the profiles that hold for them. */
final class ProfileClaims {

  private static final String STRUCTURE = "https://openimr.org/fhir/StructureDefinition/";
  private static final String DOCUMENT_TYPE =
      "https://openimr.org/fhir/CodeSystem/imr-document-type";

  private final ObjectNode bundle;
  private final Set<String> requesters = new HashSet<>();

  /** Changes this copy of a submission. */
  ProfileClaims(ObjectNode copy) {
    this.bundle = copy;
    for (JsonNode entry : copy.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals("Task")) {
        requesters.add(resource.path("requester").path("reference").asText());
      }
    }
  }

  void claim() {
    claim(bundle, "imr-submission");
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.path("resource") instanceof ObjectNode resource) {
        String profile = profile(resource, entry.path("fullUrl").asText());
        if (profile != null) {
          claim(resource, profile);
        }
      }
    }
  }

  private String profile(ObjectNode resource, String fullUrl) {
    return switch (resource.path("resourceType").asText()) {
      case "Task" -> "imr-case";
      case "DocumentReference" -> "imr-document";
      case "Consent" -> of(resource, "release-of-records") ? "imr-release-of-records" : null;
      case "Communication" ->
          of(resource, "grievance") || of(resource, "grievance-response") ? "imr-grievance" : null;
      case "RelatedPerson" -> acts(fullUrl) ? "imr-representative" : null;
      default -> null;
    };
  }

  private static boolean of(ObjectNode resource, String kind) {
    for (JsonNode category : resource.path("category")) {
      for (JsonNode coding : category.path("coding")) {
        if (coding.path("system").asText().equals(DOCUMENT_TYPE)
            && coding.path("code").asText().equals(kind)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a person acts in the case: its Task names it as the one who asks. */
  private boolean acts(String fullUrl) {
    return requesters.stream()
        .anyMatch(
            requester ->
                !requester.isEmpty()
                    && (requester.equals(fullUrl) || fullUrl.endsWith("/" + requester)));
  }

  private static void claim(ObjectNode resource, String name) {
    String profile = STRUCTURE + name;
    for (JsonNode claimed : resource.path("meta").path("profile")) {
      if (claimed.asText().startsWith(profile)) {
        return;
      }
    }
    // one that is empty stays so: it is a mistake, which is named
    if (!resource.has("meta")
        || resource.path("meta").isObject() && !resource.path("meta").isEmpty()) {
      ObjectNode meta = resource.withObject("/meta");
      if (!meta.has("profile") || meta.path("profile").isArray()) {
        meta.withArray("/profile").add(profile);
      }
    }
  }
}
