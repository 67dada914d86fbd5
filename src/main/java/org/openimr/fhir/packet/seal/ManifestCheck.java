package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.seal.ManifestSection.Line;

/** Holds the entries of a packet against its manifest, and the documents against their hashes. */
final class ManifestCheck {

  private final PacketTree tree;
  private final List<PacketFinding> findings = new ArrayList<>();
  private final Map<String, String> hashes = new LinkedHashMap<>();

  /** Entries that are not what their full URL says; whether it is that of another entry. */
  private final Map<String, Boolean> misplaced = new LinkedHashMap<>();

  private ManifestCheck(PacketTree tree) {
    this.tree = tree;
  }

  /** Everything that does not fit. */
  static List<PacketFinding> of(PacketTree tree, FetchedContents fetched) {
    ManifestCheck check = new ManifestCheck(tree);
    JsonNode manifest = ManifestSection.of(tree);
    List<Line> lines = ManifestSection.lines(manifest);
    Map<String, String> named = new HashMap<>();
    Map<String, String> owners = new HashMap<>();
    for (Line line : lines) {
      named.put(line.reference(), line.sha256());
      owners.put(line.sha256(), line.reference());
    }
    check.names(named);
    check.places(owners);
    if (manifest.isMissingNode()) {
      check.found("no-manifest", null, "The packet has no manifest, or more than one.");
    } else {
      check.frame(ManifestSection.sha256(manifest));
      check.entries(lines, named, owners);
    }
    ContentCheck.of(tree, fetched, check.findings);
    return check.findings;
  }

  private void found(String code, String entry, String text) {
    findings.add(PacketFinding.wrong(code, entry, text));
  }

  /** The entries have full URLs of one server, each its own. */
  private void names(Map<String, String> named) {
    List<JsonNode> entries = tree.entries();
    String base = base(entries.isEmpty() ? tree.root() : entries.get(0));
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      String held = PacketTree.reference(entry);
      String url = entry.path("fullUrl").asText();
      String place = url.startsWith(base) ? url.substring(base.length()) : "";
      // what stands in the place of another entry is told of that place
      String reference = i > 0 && named.containsKey(place) ? place : held;
      boolean whole = entry.size() == 2;
      if (!whole || !place.equals(held)) {
        misplaced.put(reference, whole && !reference.equals(held));
      }
      if (i > 0) {
        String sha256 = CanonicalJson.sha256(object(entry.path("resource")));
        if (hashes.put(reference, sha256) != null) {
          found("repeated", reference, "The packet has two entries of this name.");
        }
      }
    }
  }

  /** What stands around an entry is not what it holds, and it holds what belongs to no other. */
  private void places(Map<String, String> owners) {
    misplaced.forEach(
        (reference, elsewhere) -> {
          if (!elsewhere) {
            found("altered", reference, "The full URL of the entry is not that of what it holds.");
          } else if (owners.get(hashes.get(reference)) == null) {
            found("altered", reference, "The entry is not what the manifest says.");
          }
        });
  }

  private JsonNode object(JsonNode resource) {
    return resource.isObject() ? resource : tree.root().objectNode();
  }

  private static String base(JsonNode first) {
    String url = first.path("fullUrl").asText();
    String reference = PacketTree.reference(first);
    return url.endsWith(reference) ? url.substring(0, url.length() - reference.length()) : "";
  }

  private void frame(String sha256) {
    if (!tree.frameSha256().equals(sha256)) {
      found("frame-altered", null, "The id, the labels or the tags of the packet were altered.");
    }
  }

  private void entries(List<Line> lines, Map<String, String> named, Map<String, String> owners) {
    for (Line line : lines) {
      if (!hashes.containsKey(line.reference())) {
        found("missing", line.reference(), "The manifest names an entry that is not there.");
      }
    }
    hashes.forEach(
        (reference, sha256) -> {
          String before = named.get(reference);
          if (before == null) {
            found("added", reference, "The manifest does not name this entry.");
          } else if (!before.equals(sha256)) {
            differs(reference, owners.get(sha256));
          }
        });
    if (findings.isEmpty()
        && !lines.stream().map(Line::reference).toList().equals(List.copyOf(hashes.keySet()))) {
      found("moved", null, "The entries are not in the order of the manifest.");
    }
  }

  private void differs(String reference, String owner) {
    if (owner != null) {
      found("swapped", reference, "The entry holds what belongs to " + owner + ".");
    } else if (!misplaced.containsKey(reference)) {
      found("altered", reference, "The entry is not what the manifest says.");
    }
  }
}
