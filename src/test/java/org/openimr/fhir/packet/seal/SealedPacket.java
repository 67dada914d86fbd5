package org.openimr.fhir.packet.seal;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.ContentsApart;
import org.openimr.fhir.packet.PacketBundleWriter;

/** A small packet, sealed, for tests that alter it. */
public final class SealedPacket {

  static final Instant SIGNED = Instant.parse("2026-07-03T17:00:00Z");

  private static final String NUMBER = "2026-000001-imro-1";

  private SealedPacket() {}

  /** The packet as its JSON. */
  public static byte[] by(SigningKey key) {
    return by(key, SIGNED, NUMBER);
  }

  /** A packet with more documents, signed by the plan. */
  public static byte[] of(int documents, Supplier<byte[]> content) {
    Bundle bundle = bundle(NUMBER);
    for (int i = 0; i < documents; i++) {
      document(bundle, "more-" + i, "application/pdf", content.get());
    }
    return by(SigningKeys.PLAN, SIGNED, bundle);
  }

  /**
   * A packet, signed by the plan, that leaves out the contents {@code made up} of the document
   * {@code letter} and this one of the document {@code scans}.
   */
  public static byte[] apart(byte[] scans) {
    Bundle bundle = bundle(NUMBER);
    document(bundle, "scans", "image/tiff", scans);
    ContentsApart.leaveOut(bundle, "https://imr.example.org/fhir");
    return by(SigningKeys.PLAN, SIGNED, bundle);
  }

  static byte[] by(SigningKey key, Instant signed, String number) {
    return by(key, signed, bundle(number));
  }

  private static byte[] by(SigningKey key, Instant signed, Bundle bundle) {
    PacketSeal seal = new PacketSeal(FhirContext.forR4Cached(), key, KeptContents.NONE);
    Bundle packet = seal.listed(bundle);
    seal.sign(packet, signed);
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(packet)
        .getBytes(StandardCharsets.UTF_8);
  }

  static Bundle bundle(String number) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.DOCUMENT);
    bundle.setId("Bundle/" + PacketBundleWriter.uuid(number));
    bundle.getIdentifier().setSystem(PacketBundleWriter.NUMBER).setValue(number);
    bundle.setTimestamp(Date.from(SIGNED));
    bundle.getMeta().addTag(new Coding(PacketBundleWriter.RECIPIENT, "imro", null));
    bundle
        .getMeta()
        .addSecurity(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-privilege", "peer-review", "Peer review"))
        .addSecurity(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-sensitivity", "mental-health", null));
    Composition composition = new Composition();
    composition.setTitle("Packet – für den Test");
    Patient patient = new Patient();
    patient.addName().setFamily("Muñoz");
    Observation value = new Observation();
    value.setValue(new Quantity().setValue(new java.math.BigDecimal("1.50")));
    add(bundle, composition, "list");
    document(bundle, "letter", "text/plain", "made up".getBytes(StandardCharsets.UTF_8));
    add(bundle, value, "value");
    add(bundle, patient, "member");
    return bundle;
  }

  private static void document(Bundle bundle, String id, String type, byte[] content) {
    DocumentReference document = new DocumentReference();
    document
        .addContent()
        .getAttachment()
        .setUrl("Binary/" + id)
        .setSize(content.length)
        .addExtension(
            "https://openimr.org/fhir/StructureDefinition/imr-sha256",
            new StringType(CanonicalJson.sha256(content)));
    add(bundle, new Binary().setContentType(type).setData(content), id);
    add(bundle, document, id);
  }

  private static void add(Bundle bundle, Resource resource, String id) {
    resource.setId(id);
    bundle
        .addEntry()
        .setFullUrl("https://imr.example.org/fhir/" + resource.fhirType() + "/" + id)
        .setResource(resource);
  }

  /** The tree of a packet, to be altered. */
  static ObjectNode tree(byte[] packet) {
    return (ObjectNode) PacketTree.json(packet);
  }

  static ArrayNode entries(ObjectNode tree) {
    return (ArrayNode) tree.get("entry");
  }

  static ObjectNode resource(ObjectNode tree, int entry) {
    return (ObjectNode) entries(tree).get(entry).get("resource");
  }

  static byte[] bytes(ObjectNode tree) {
    try {
      return new ObjectMapper().writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
