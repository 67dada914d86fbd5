package org.openimr.fhir.packet.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The manifest of a zip: every other file with its length in bytes and its SHA-256. */
final class FileList {

  static final String NAME = "manifest.json";

  private static final String FORMAT = "https://openimr.org/fhir/packet-zip|1";

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  FileList(String packet) {
    root.put("format", FORMAT).put("packet", packet).putArray("files");
  }

  /** Adds a file; {@code document} is null if it is none of a document. */
  void add(String name, long bytes, String sha256, String document) {
    ObjectNode file = root.withArray("files").addObject();
    file.put("name", name).put("bytes", bytes).put("sha256", sha256);
    if (document != null) {
      file.put("document", document);
    }
  }

  byte[] written() {
    return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What a manifest says of each file, by name. */
  static Map<String, JsonNode> lines(JsonNode manifest) {
    Map<String, JsonNode> lines = new HashMap<>();
    for (JsonNode file : manifest.path("files")) {
      lines.put(file.path("name").asText(), file);
    }
    return lines;
  }

  /** Whether a manifest is one of a packet, and names so many files. */
  static boolean fits(JsonNode manifest, String packet, int files) {
    return manifest.path("format").asText().equals(FORMAT)
        && manifest.path("packet").asText().equals(packet)
        && manifest.path("files").size() == files;
  }
}
