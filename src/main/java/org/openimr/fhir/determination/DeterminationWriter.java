package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.core.determination.Determination;
import org.openimr.core.determination.LineFinding;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.fhir.sensitivity.Confidentiality;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * Writes a determination as a Composition: whom it is about, which organization made it, what was
 * determined of each line and why, what qualifies the reviewers, and which documents of the packet
 * they read and did not read.
 */
public final class DeterminationWriter {

  /** The profile of determinations. */
  public static final String PROFILE =
      "https://openimr.org/fhir/StructureDefinition/imr-determination";

  /** System of the numbers that determinations have of which a client names no other. */
  public static final String NUMBER = "https://openimr.org/fhir/sid/determination-number";

  /** System of the tag that names what a determination was made of. */
  public static final String CONTENT = "https://openimr.org/fhir/sid/determination-content";

  private static final String NOTES = "psychotherapy-notes";
  private static final List<String> HEAD = List.of("What", "Outcome");

  private final DeterminationWords words;

  /**
   * Makes a writer; it may be used by many threads.
   *
   * @param words what people read in the place of codes
   */
  public DeterminationWriter(DeterminationWords words) {
    this.words = words;
  }

  /**
   * Names the next determination of a case.
   *
   * @param file the whole case
   * @return its number
   */
  public static Identifier number(CaseFile file) {
    return new Identifier()
        .setSystem(NUMBER)
        .setValue(
            CaseNumber.of(file.task())
                + "-determination-"
                + (StoredDeterminations.of(file).all().size() + 1));
  }

  /**
   * Writes a determination.
   *
   * @param file the whole case
   * @param determination what was determined
   * @param records the documents of the packet that it was made from
   * @param order what it is written with
   * @return the Composition, which replaces those that the case has
   */
  public Composition write(
      CaseFile file, Determination determination, PacketRecords records, DeterminationOrder order) {
    Composition composition = new Composition();
    composition.getMeta().addProfile(PROFILE);
    composition.getMeta().addTag(new Coding(CONTENT, order.content(), null));
    composition.setLanguage("en-US");
    composition.setIdentifier(order.identifier().copy());
    composition.setStatus(Composition.CompositionStatus.FINAL);
    composition.setType(
        new CodeableConcept(new Coding("http://loinc.org", "11488-4", "Consult note"))
            .setText("Determination of an independent medical review"));
    composition.setSubject(file.task().getFor().copy());
    composition.setDateElement(order.made().copy());
    composition.addAuthor(order.author().copy());
    composition.setTitle("Determination " + order.identifier().getValue());
    SecurityLabels.copy(file.task(), composition);
    // the notes themselves are not in it
    composition.getMeta().getSecurity().removeIf(label -> NOTES.equals(label.getCode()));
    Confidentiality highest = SecurityLabels.highest(composition.getMeta().getSecurity());
    if (highest != null) {
      composition.setConfidentiality(Composition.DocumentConfidentiality.valueOf(highest.name()));
    }
    composition.addEvent().addDetail(new Reference(CaseFile.reference(file.task())));
    for (Composition before : StoredDeterminations.of(file).counting()) {
      composition
          .addRelatesTo()
          .setCode(Composition.DocumentRelationshipType.REPLACES)
          .setTarget(new Reference(CaseFile.reference(before)));
    }
    packet(composition, determination);
    new DeterminationSections(composition, determination, records, words).write();
    composition.setText(summary(determination, records, order));
    return composition;
  }

  /** From which packet it was made; not all parties to the case get packets. */
  private static void packet(Composition composition, Determination determination) {
    Reference packet = new Reference();
    packet.setType("Bundle");
    packet.setIdentifier(
        new Identifier().setSystem(PacketBundleWriter.NUMBER).setValue(determination.packet()));
    composition
        .addSection()
        .setTitle("Packet")
        .setText(
            new Xhtml().paragraph("Made from the packet " + determination.packet() + ".").written())
        .addEntry(packet);
  }

  private Narrative summary(
      Determination determination, PacketRecords records, DeterminationOrder order) {
    List<List<String>> rows = new ArrayList<>();
    for (LineFinding each : determination.findings()) {
      rows.add(
          List.of(
              DeterminationSections.title(each),
              words.outcomes().get(each.outcome().code())
                  + (each.panel() == null ? "" : " " + DeterminationSections.votes(each.panel()))));
    }
    return new Xhtml()
        .heading("Determination " + order.identifier().getValue())
        .paragraph("On the whole: " + words.outcomes().get(determination.outcome().code()))
        .table(HEAD, rows)
        .paragraph(effect(order.effect()))
        .paragraph(
            "Made from the packet "
                + determination.packet()
                + ". Of its "
                + records.hashes().size()
                + " documents, reviewed: "
                + determination.records().reviewed().size()
                + ", not reviewed: "
                + determination.records().notReviewed().size()
                + ".")
        .written();
  }

  private static String effect(String effect) {
    return "binding".equals(effect)
        ? "It binds the plan once the department has adopted it."
        : "It advises the plan, whose chief medical officer or a physician designee decides.";
  }
}
