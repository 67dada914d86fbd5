package org.openimr.fhir.packet.archive;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.fhir.packet.PacketRecords;

/** Finds the documents of a packet whose content it holds, and names a file for each. */
final class PacketFiles {

  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";
  private static final String ANYTHING = "AAAA";

  private final Map<String, JsonNode> resources = new HashMap<>();

  private PacketFiles(JsonNode packet) {
    for (JsonNode entry : packet.path("entry")) {
      JsonNode resource = entry.path("resource");
      resources.put(
          resource.path("resourceType").asText() + "/" + resource.path("id").asText(), resource);
    }
  }

  /**
   * Finds them.
   *
   * @param packet the JSON of a packet
   * @throws UnreadableResourceException if it is none
   */
  static List<PacketFile> of(JsonNode packet) {
    PacketFiles files = new PacketFiles(packet);
    List<PacketFile> found = new ArrayList<>();
    for (PacketRecord record : PacketRecords.of(slim(packet)).all()) {
      files.add(record, found);
    }
    return found;
  }

  /** The packet as FHIR has it, without the contents: those stay in the JSON. */
  private static Bundle slim(JsonNode packet) {
    try {
      return FhirContext.forR4Cached()
          .newJsonParser()
          .setOverrideResourceIdWithBundleEntryFullUrl(false)
          .parseResource(Bundle.class, emptied(packet).toString());
    } catch (DataFormatException | ClassCastException noPacket) {
      throw new UnreadableResourceException(
          List.of(new Problem("structure", null, "The packet is not well-formed FHIR.")), true);
    }
  }

  private static JsonNode emptied(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object
          .fields()
          .forEachRemaining(
              field -> {
                if (field.getKey().equals("data") && field.getValue().isTextual()) {
                  copy.put("data", ANYTHING);
                } else {
                  copy.set(field.getKey(), emptied(field.getValue()));
                }
              });
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(each -> copy.add(emptied(each)));
      return copy;
    }
    return node;
  }

  private void add(PacketRecord record, List<PacketFile> found) {
    JsonNode attachment = attachment(record);
    JsonNode binary = resources.get(attachment.path("url").asText());
    JsonNode data =
        attachment.has("data") || binary == null ? attachment.path("data") : binary.path("data");
    if (!data.isTextual()) {
      return;
    }
    String type = attachment.path("contentType").asText();
    if (type.isEmpty() && binary != null) {
      type = binary.path("contentType").asText();
    }
    found.add(
        new PacketFile(
            FileNames.of(record.number(), record.title(), type),
            record.reference(),
            record.sha256(),
            data));
  }

  private JsonNode attachment(PacketRecord record) {
    JsonNode contents = resources.get(record.reference()).path("content");
    for (JsonNode content : contents) {
      for (JsonNode extension : content.path("attachment").path("extension")) {
        if (extension.path("url").asText().equals(SHA256)
            && extension.path("valueString").asText().equals(record.sha256())) {
          return content.path("attachment");
        }
      }
    }
    return contents.path(0).path("attachment");
  }
}
