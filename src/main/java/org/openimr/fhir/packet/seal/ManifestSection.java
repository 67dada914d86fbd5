package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.json.CanonicalJson;

/**
 * The manifest of a packet: a section of its Composition that names every other entry, in their
 * order, with the SHA-256 of its canonical JSON, and the SHA-256 of what stands around the entries
 * and is not signed. The Composition itself is held by the signature.
 */
final class ManifestSection {

  static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256";
  static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-packet-section";
  static final String CODE = "manifest";

  private ManifestSection() {}

  /**
   * One line of a manifest.
   *
   * @param reference what it names
   * @param sha256 the hash that it had
   */
  record Line(String reference, String sha256) {}

  /** Adds the section. */
  static void add(Composition composition, PacketTree tree) {
    SectionComponent section = composition.addSection().setTitle("Manifest");
    section.setCode(new CodeableConcept(new Coding(SYSTEM, CODE, null)));
    section.addExtension(SHA256, new StringType(tree.frameSha256()));
    List<JsonNode> entries = tree.entries();
    for (JsonNode entry : entries.subList(1, entries.size())) {
      Reference line = new Reference(PacketTree.reference(entry));
      line.addExtension(SHA256, new StringType(CanonicalJson.sha256(entry.path("resource"))));
      section.addEntry(line);
    }
    section.setText(
        new Xhtml()
            .paragraph(
                "Every other entry of this packet, "
                    + (entries.size() - 1)
                    + " in number, with the SHA-256 of its canonical JSON.")
            .written());
  }

  /** The manifest that a packet holds; missing if it has not exactly one. */
  static JsonNode of(PacketTree tree) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode section : tree.root().path("entry").path(0).path("resource").path("section")) {
      for (JsonNode coding : section.path("code").path("coding")) {
        if (coding.path("system").asText().equals(SYSTEM)
            && coding.path("code").asText().equals(CODE)) {
          found.add(section);
        }
      }
    }
    return found.size() == 1 ? found.get(0) : tree.root().path("");
  }

  /** The lines of a manifest. */
  static List<Line> lines(JsonNode manifest) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode entry : manifest.path("entry")) {
      lines.add(new Line(entry.path("reference").asText(), sha256(entry)));
    }
    return lines;
  }

  /** The hash that an element bears; empty if none. */
  static String sha256(JsonNode element) {
    for (JsonNode extension : element.path("extension")) {
      if (extension.path("url").asText().equals(SHA256)) {
        return extension.path("valueString").asText();
      }
    }
    return "";
  }
}
