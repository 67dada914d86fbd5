package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openimr.fhir.casefile.CanonicalJson;

/** Holds the contents of documents against the hashes that the documents state. */
final class ContentCheck {

  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private final Map<String, String> contents = new HashMap<>();

  private ContentCheck() {}

  static void of(PacketTree tree, List<PacketFinding> findings) {
    ContentCheck check = new ContentCheck();
    List<JsonNode> documents = new ArrayList<>();
    for (JsonNode entry : tree.entries()) {
      String type = entry.path("resource").path("resourceType").asText();
      if (type.equals("Binary")) {
        check.contents.put(
            PacketTree.reference(entry), entry.path("resource").path("data").asText());
      } else if (type.equals("DocumentReference")) {
        documents.add(entry);
      }
    }
    for (JsonNode document : documents) {
      for (JsonNode content : document.path("resource").path("content")) {
        if (!check.holds(content.path("attachment"))) {
          findings.add(
              PacketFinding.wrong(
                  "content-altered",
                  PacketTree.reference(document),
                  "The content of the document is not there, or not the one whose SHA-256 it"
                      + " states."));
        }
      }
    }
  }

  private boolean holds(JsonNode attachment) {
    String stated = stated(attachment);
    if (stated == null) {
      return true;
    }
    String data =
        attachment.has("data")
            ? attachment.path("data").asText()
            : contents.get(attachment.path("url").asText());
    if (data == null) {
      return false;
    }
    try {
      return CanonicalJson.sha256(Base64.getMimeDecoder().decode(data)).equals(stated);
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  private static String stated(JsonNode attachment) {
    for (JsonNode extension : attachment.path("extension")) {
      if (extension.path("url").asText().equals(SHA256)) {
        return extension.path("valueString").asText();
      }
    }
    return null;
  }
}
