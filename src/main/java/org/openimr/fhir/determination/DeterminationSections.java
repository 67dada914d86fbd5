package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.core.determination.Determination;
import org.openimr.core.determination.LineFinding;
import org.openimr.core.reviewer.PanelDecision;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.fhir.packet.PacketRecords;

/** Writes the sections of a determination: each line, who reviewed, and what was read. */
final class DeterminationSections {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";
  private static final List<String> HEAD = List.of("No.", "Date", "Title", "Kind", "SHA-256");
  private static final int DATE = 10;
  private static final String KEPT = "A document that not all parties may see";

  private final Composition composition;
  private final Determination determination;
  private final PacketRecords records;
  private final DeterminationWords words;

  DeterminationSections(
      Composition composition,
      Determination determination,
      PacketRecords records,
      DeterminationWords words) {
    this.composition = composition;
    this.determination = determination;
    this.records = records;
    this.words = words;
  }

  void write() {
    determination.findings().forEach(this::line);
    SectionComponent who = section("Qualifications of the reviewers");
    who.setText(
        determination.qualifications().isEmpty()
            ? new Xhtml().paragraph("None were told.").written()
            : new Xhtml().list(determination.qualifications()).written());
    read(
        "Records reviewed",
        "reviewed",
        records(determination.records().reviewed()),
        "No document was read.");
    List<PacketRecord> left = new ArrayList<>(records(determination.records().notReviewed()));
    records.all().stream().filter(each -> each.sha256().isEmpty()).forEach(left::add);
    read("Records not reviewed", "not-reviewed", left, "Every document was read.");
  }

  private List<PacketRecord> records(List<String> hashes) {
    Set<String> named = Set.copyOf(hashes);
    return records.all().stream().filter(each -> named.contains(each.sha256())).toList();
  }

  private void line(LineFinding finding) {
    SectionComponent section = section(title(finding));
    section.setCode(coded("imr-outcome", finding.outcome().code()));
    Xhtml text = new Xhtml().paragraph(words.outcomes().get(finding.outcome().code()));
    if (finding.panel() != null) {
      text.paragraph(votes(finding.panel()));
    }
    section.setText(text.written());
    section
        .addSection()
        .setTitle("Reasons")
        .setText(new Xhtml().paragraphs(finding.rationale()).written());
    for (String criterion : finding.criteria()) {
      String said = words.criteria().get(criterion);
      section
          .addSection()
          .setTitle("Criterion: " + said)
          .setCode(coded("imr-statutory-criterion", criterion))
          .setText(
              new Xhtml()
                  .paragraph(
                      words.meanings().get(criterion) + " (Health and Safety Code 1374.33(b))")
                  .written());
    }
    if (!finding.citations().isEmpty()) {
      section
          .addSection()
          .setTitle("Evidence and standards")
          .setText(new Xhtml().list(finding.citations()).written());
    }
  }

  static String title(LineFinding finding) {
    if (finding.line() == null) {
      return "The disputed service";
    }
    String service = finding.line().service();
    return "Line "
        + finding.line().sequence()
        + " of the claim"
        + (service == null ? "" : ", " + service.substring(service.indexOf('|') + 1));
  }

  static String votes(PanelDecision panel) {
    String counted =
        panel.votes().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    String how =
        panel.evenSplit()
            ? "The votes of the reviewers were evenly split, which is decided for the member: "
            : panel.votes().size() == 1
                ? "All reviewers agree: "
                : "The majority of the reviewers prevails: ";
    return how + counted + ".";
  }

  private static String day(String date) {
    return date.length() > DATE ? date.substring(0, DATE) : date;
  }

  private void read(String title, String code, List<PacketRecord> read, String none) {
    SectionComponent section = section(title);
    section.setCode(coded("imr-determination-section", code));
    if (read.isEmpty()) {
      section.setText(new Xhtml().paragraph(none).written());
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (PacketRecord each : read) {
      section.addEntry(entry(each));
      rows.add(
          List.of(
              String.valueOf(each.number()),
              each.kept() ? "" : day(each.date()),
              each.kept() ? KEPT : each.title(),
              each.kept() ? "" : each.kind(),
              each.sha256().isEmpty() ? "its content was not in the packet" : each.sha256()));
    }
    section.setText(new Xhtml().table(HEAD, rows).written());
  }

  /** What not all parties may see is told by its hash alone. */
  private static Reference entry(PacketRecord record) {
    Reference entry =
        record.kept() ? new Reference().setDisplay(KEPT) : new Reference(record.reference());
    if (!record.sha256().isEmpty()) {
      entry.addExtension(SHA256, new StringType(record.sha256()));
    }
    return entry;
  }

  private SectionComponent section(String title) {
    return composition.addSection().setTitle(title);
  }

  private static CodeableConcept coded(String system, String code) {
    return new CodeableConcept(new Coding(CODES + system, code, null));
  }
}
