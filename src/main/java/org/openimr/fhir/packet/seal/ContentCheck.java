package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openimr.fhir.json.Base64Content;
import org.openimr.fhir.packet.ContentsApart;

/** Holds the contents of documents against the hashes that the documents state. */
final class ContentCheck {

  private static final Pattern ADDRESS = Pattern.compile("https?://.+/Binary/[A-Za-z0-9.-]{1,64}");
  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private final Map<String, JsonNode> contents = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();

  private final boolean apart;
  private final FetchedContents fetched;

  private ContentCheck(boolean apart, FetchedContents fetched) {
    this.apart = apart;
    this.fetched = fetched;
  }

  static void of(PacketTree tree, FetchedContents fetched, List<PacketFinding> findings) {
    ContentCheck check = new ContentCheck("false".equals(tree.tag(ContentsApart.INLINE)), fetched);
    List<JsonNode> documents = new ArrayList<>();
    for (JsonNode entry : tree.entries()) {
      String type = entry.path("resource").path("resourceType").asText();
      if (type.equals("Binary")) {
        check.contents.put(PacketTree.reference(entry), entry.path("resource").path("data"));
      } else if (type.equals("DocumentReference")) {
        documents.add(entry);
      }
    }
    documents.forEach(check::state);
    for (JsonNode document : documents) {
      for (JsonNode content : document.path("resource").path("content")) {
        check.hold(PacketTree.reference(document), content.path("attachment"), findings);
      }
    }
  }

  private void state(JsonNode document) {
    for (JsonNode content : document.path("resource").path("content")) {
      String stated = stated(content.path("attachment"));
      if (stated != null) {
        owners.putIfAbsent(stated, PacketTree.reference(document));
      }
    }
  }

  private void hold(String document, JsonNode attachment, List<PacketFinding> findings) {
    String stated = stated(attachment);
    if (stated == null) {
      return;
    }
    String found =
        attachment.has("data")
            ? Base64Content.sha256(attachment.path("data"))
            : hash(attachment.path("url").asText());
    if (stated.equals(found)) {
      return;
    }
    String url = attachment.path("url").asText();
    if (found == null && apart && ADDRESS.matcher(url).matches()) {
      findings.add(fetched.find(document, stated, attachment.path("size").asLong(-1), url));
      return;
    }
    String owner = owners.get(found);
    findings.add(
        owner == null
            ? PacketFinding.wrong(
                "content-altered",
                document,
                "The content of the document is not there, or not the one whose SHA-256 it"
                    + " states.")
            : PacketFinding.wrong(
                "swapped",
                document,
                "The content of the document is the one whose SHA-256 " + owner + " states."));
  }

  /** Each content is hashed once, however many documents name it; null if it is not there. */
  private String hash(String url) {
    JsonNode data = contents.get(url);
    return data == null ? null : hashes.computeIfAbsent(url, each -> Base64Content.sha256(data));
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
