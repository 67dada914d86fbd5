package org.openimr.server.demo;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The contents of a packet as text: what the policy asks for, and the documents that fulfil it. */
final class PacketText {

  private static final String ELEMENT = "https://openimr.org/fhir/CodeSystem/imr-packet-element";
  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";

  private final Bundle packet;
  private final Map<String, Resource> byReference = new HashMap<>();

  PacketText(Bundle packet) {
    this.packet = packet;
    for (BundleEntryComponent entry : packet.getEntry()) {
      byReference.put(entry.getFullUrl(), entry.getResource());
      byReference.put(
          entry.getResource().getIdElement().toUnqualifiedVersionless().getValue(),
          entry.getResource());
    }
  }

  void print(PrintStream out) {
    Composition list = (Composition) packet.getEntryFirstRep().getResource();
    TextTable table = new TextTable("what rule V14 asks for", "documents");
    for (SectionComponent section : list.getSection()) {
      if (section.getCode().getCoding().stream().anyMatch(c -> ELEMENT.equals(c.getSystem()))) {
        List<Reference> entries = section.getEntry();
        table.row(
            section.getCode().getCodingFirstRep().getCode(),
            entries.isEmpty()
                ? "MISSING"
                : entries.stream().map(this::said).collect(Collectors.joining("; ")));
      }
    }
    table.lines().forEach(out::println);
    out.println(list.getTitle() + ", " + packet.getEntry().size() + " entries");
  }

  private String said(Reference entry) {
    if (!(byReference.get(entry.getReference()) instanceof DocumentReference document)) {
      return "a resource of the case";
    }
    StringBuilder text = new StringBuilder(document.getDescription());
    for (CodeableConcept label : document.getSecurityLabel()) {
      label.getCoding().stream()
          .filter(coding -> PRIVILEGE.equals(coding.getSystem()))
          .forEach(coding -> text.append(" [").append(coding.getCode()).append(']'));
    }
    return text.toString();
  }
}
