package org.openimr.fhir.casefile.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A prior authorization request and its answer, shaped like those of Da Vinci PAS; made up. */
public final class PasPair {

  private static final Path FOLDER = Path.of("src/test/resources/pas");

  private PasPair() {}

  /** The request Bundle. */
  public static ObjectNode request() {
    return tree(FOLDER.resolve("request.json"));
  }

  /** The response Bundle. */
  public static ObjectNode response() {
    return tree(FOLDER.resolve("response.json"));
  }

  /** The case about them. */
  public static ObjectNode task() {
    return tree(FOLDER.resolve("task.json"));
  }

  /** The case beside the two Bundles as they are. */
  public static ObjectNode nested() {
    return nested(task(), request(), response());
  }

  /** A case beside Bundles as they are. */
  public static ObjectNode nested(ObjectNode task, ObjectNode... bundles) {
    ObjectNode submission = empty();
    ArrayNode entries = submission.putArray("entry");
    add(entries, "urn:uuid:0f6d3c52-5c0f-4a7b-8c35-0d4c7a1f9a01", task);
    for (int i = 0; i < bundles.length; i++) {
      add(entries, "urn:uuid:0f6d3c52-5c0f-4a7b-8c35-0d4c7a1f9b0" + i, bundles[i]);
    }
    return submission;
  }

  /** A case beside the entries of Bundles, each full URL once. */
  public static ObjectNode flat(ObjectNode task, ObjectNode... bundles) {
    ObjectNode submission = nested(task);
    ArrayNode entries = (ArrayNode) submission.path("entry");
    java.util.Set<String> seen = new java.util.HashSet<>();
    for (ObjectNode bundle : bundles) {
      for (JsonNode entry : bundle.path("entry")) {
        if (seen.add(entry.path("fullUrl").asText())) {
          entries.add(entry);
        }
      }
    }
    return submission;
  }

  private static ObjectNode empty() {
    ObjectNode submission = SubmittedBody.JSON.createObjectNode().put("resourceType", "Bundle");
    submission
        .putObject("identifier")
        .put("system", "http://plan.example.org/submissions")
        .put("value", "S-" + java.util.UUID.randomUUID());
    return submission.put("type", "collection");
  }

  private static void add(ArrayNode entries, String url, ObjectNode resource) {
    entries.addObject().put("fullUrl", url).set("resource", resource);
  }

  /** A file of JSON. */
  public static ObjectNode tree(Path file) {
    try {
      return (ObjectNode) SubmittedBody.JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
