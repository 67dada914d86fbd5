package org.openimr.fhir.packet.seal;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.fhir.json.CanonicalJson;

/** Gives packets their manifest and, when they are issued, the signature. */
public final class PacketSeal {

  private final FhirContext context;
  private final SigningKey key;
  private final KeptContents contents;

  /**
   * Makes the seal.
   *
   * @param context the FHIR context
   * @param key what is signed with
   * @param contents where contents are that packets name; they are read for each hash, and never
   *     held
   */
  public PacketSeal(FhirContext context, SigningKey key, KeptContents contents) {
    this.context = context;
    this.key = key;
    this.contents = contents;
  }

  /**
   * Adds the manifest.
   *
   * @param packet a packet without manifest
   * @return a copy with it, which is written and read again as it is
   */
  public Bundle listed(Bundle packet) {
    bare(packet);
    Bundle copy = parsed(encoded(packet));
    ManifestSection.add((Composition) copy.getEntryFirstRep().getResource(), tree(copy));
    return copy;
  }

  /**
   * Signs a packet.
   *
   * @param packet a packet with manifest, which gets the signature
   * @param at when it is signed
   */
  public void sign(Bundle packet, Instant at) {
    PacketSignature.put(packet, tree(packet), key, at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /**
   * Hashes the manifest of a packet.
   *
   * @param packet an issued packet
   * @return the SHA-256 of the canonical JSON of the section that is its manifest, 64 hexadecimal
   *     digits
   */
  public String manifestSha256(Bundle packet) {
    return CanonicalJson.sha256(ManifestSection.of(tree(packet)));
  }

  /**
   * Takes what a store adds away from a packet: its version, and words for labels and tags.
   *
   * @param packet the packet
   */
  public static void bare(Bundle packet) {
    AccessMarks.remove(packet);
    if (packet.hasId()) {
      packet.setId("Bundle/" + packet.getIdElement().getIdPart());
    }
    packet.getMeta().setVersionId(null).setLastUpdated(null);
    for (Coding label : packet.getMeta().getSecurity()) {
      label.setDisplay(null);
    }
    for (Coding tag : packet.getMeta().getTag()) {
      tag.setDisplay(null);
    }
  }

  /**
   * Reads a packet as the JSON in which it is sent.
   *
   * @param packet the packet, which may name contents
   * @return the tree, in which contents that are named are read where they stand
   */
  public JsonNode json(Bundle packet) {
    try (MarkedContents marked = MarkedContents.of(packet)) {
      JsonNode tree = PacketTree.json(encoded(packet).getBytes(StandardCharsets.UTF_8));
      marked.fill(tree, contents);
      return tree;
    }
  }

  private PacketTree tree(Bundle packet) {
    return PacketTree.of(json(packet));
  }

  private String encoded(Bundle packet) {
    return parser().encodeResourceToString(packet);
  }

  private Bundle parsed(String json) {
    return parser().parseResource(Bundle.class, json);
  }

  // else ids would be those of the full URLs
  private IParser parser() {
    return context.newJsonParser().setOverrideResourceIdWithBundleEntryFullUrl(false);
  }
}
