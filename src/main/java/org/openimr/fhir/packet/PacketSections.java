package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.packet.PacketAssembler;
import org.openimr.core.packet.PacketManifest;
import org.openimr.core.packet.PacketManifest.Holding;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.CaseFile;

/** Writes the sections of a packet, in the order in which a reviewer reads them. */
final class PacketSections {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final String QUESTIONS = CODES + "imr-document-type|review-questions";

  private final Composition composition;
  private final Map<String, Resource> resources;
  private final CaseAssessment assessment;
  private final PacketManifest manifest;
  private final PacketManifest whole;
  private final Map<String, String> withheld;
  private final Map<String, String> authorized;
  private final PacketOrder order;
  private final List<ServiceLine> lines;

  /** Sections of what a recipient gets. */
  PacketSections(
      Composition composition,
      PacketFilter filter,
      CaseAssessment assessment,
      List<ServiceLine> lines,
      PacketOrder order) {
    CaseFile file = filter.file();
    this.withheld = filter.withheld();
    this.authorized = filter.authorized();
    this.order = order;
    this.composition = composition;
    this.assessment = assessment;
    this.manifest =
        PacketAssembler.assemble(
            assessment.situation().policy(),
            assessment.situation().facts(),
            CaseDocuments.read(file.byReference()),
            document -> true);
    this.whole = assessment.manifest();
    this.lines = lines;
    this.resources = new LinkedHashMap<>();
    this.resources.put(CaseFile.reference(file.task()), file.task());
    this.resources.putAll(file.byReference());
  }

  /**
   * Writes them.
   *
   * @param notices what is to be said to whoever gets the packet, by language
   */
  void write(List<Map<String, String>> notices) {
    manifest.elements().forEach(this::element);
    notices(notices);
    lines();
    dateAndQuestions();
    chronology();
    annotatedList();
    privilegeLog();
    others();
    duties();
    rest();
  }

  private void element(Holding holding) {
    SectionComponent section = section(holding.element().title());
    section.setCode(
        new CodeableConcept(
            new Coding(CODES + "imr-packet-element", holding.element().code(), null)));
    Xhtml text = new Xhtml();
    if (!holding.present() && has(holding.element())) {
      text.paragraph(
          order.since() == null
              ? "Withheld: see the privilege log."
              : "Nothing that came after " + order.since() + ".");
    } else if (!holding.present()) {
      text.paragraph("Missing.");
      section.setEmptyReason(
          new CodeableConcept(
              new Coding(
                  "http://terminology.hl7.org/CodeSystem/list-empty-reason",
                  "unavailable",
                  "Unavailable")));
    } else if (holding.documents().isEmpty()) {
      text.paragraph("Given by the facts of the case.");
    }
    holding.documents().forEach(document -> entry(section, document.reference(), text));
    text.paragraph(
        "Asked for by " + holding.element().rule() + ": " + holding.element().citation().text());
    section.setText(text.written());
  }

  /** Whether the case has an element, whatever of it is in this packet. */
  private boolean has(PacketElement element) {
    return whole.missing().stream().noneMatch(each -> each.code().equals(element.code()));
  }

  private void lines() {
    if (!lines.isEmpty()) {
      section("Lines of the claim")
          .setText(
              new Xhtml()
                  .table(
                      List.of("Line", "Service", "In dispute", "Decision", "Basis"),
                      lines.stream().map(PacketSections::row).toList())
                  .written());
    }
  }

  private static List<String> row(ServiceLine line) {
    return List.of(
        String.valueOf(line.sequence()),
        line.service() == null ? "" : line.service().replaceFirst("^[^|]*\\|", ""),
        line.disputed() ? "yes" : "no",
        line.decision() == null ? "not known" : line.decision(),
        String.join(", ", new TreeSet<>(line.basis())));
  }

  private void notices(List<Map<String, String>> notices) {
    if (!notices.isEmpty()) {
      Xhtml text = new Xhtml();
      notices.forEach(notice -> notice.values().forEach(text::paragraph));
      section("Notices on redisclosure").setText(text.written());
    }
  }

  private void dateAndQuestions() {
    SectionComponent section = section("Date needed and questions");
    Xhtml text = new Xhtml();
    String due = "not known yet";
    for (Deadline deadline : assessment.deadlines()) {
      if (deadline.milestone().code().equals("determination") && deadline.due() != null) {
        due = TimeText.write(deadline.due(), deadline.days().zone()).getValueAsString();
      }
    }
    text.paragraph("The determination is needed by: " + due + ".");
    face(due);
    List<CaseDocument> questions =
        documents().stream().filter(each -> each.types().contains(QUESTIONS)).toList();
    text.paragraph(
        questions.isEmpty()
            ? "No questions were stated."
            : "The questions are in the documents below.");
    questions.forEach(each -> entry(section, each.reference(), text));
    section.setText(text.written());
  }

  /** What is told first. */
  private void face(String due) {
    Xhtml text = new Xhtml().heading(composition.getTitle());
    if (order.since() != null) {
      AdditionFace.write(text, order, resources.values());
    }
    text.paragraph("The determination is needed by: " + due + ".");
    List<CaseDocument> questions =
        documents().stream().filter(each -> each.types().contains(QUESTIONS)).toList();
    text.paragraph(questions.isEmpty() ? "No questions were stated." : "Questions are stated in:");
    text.list(
        questions.stream()
            .map(each -> AnnotatedList.title((DocumentReference) resources.get(each.reference())))
            .toList());
    composition.setText(text.written());
  }

  private void annotatedList() {
    Xhtml text = new Xhtml();
    List<CaseDocument> documents = documents();
    AnnotatedList.write(text, documents, resources);
    SectionComponent section = section("Annotated list");
    if (documents.isEmpty()) {
      text.paragraph("There are no documents.");
    }
    section.setText(text.written());
  }

  private void chronology() {
    Xhtml text = new Xhtml();
    Chronology.write(text, assessment, documents(), resources);
    section("Chronology").setText(text.written());
  }

  private void privilegeLog() {
    List<CaseDocument> documents = documents();
    if (PrivilegeLog.needed(documents, withheld, authorized)) {
      Xhtml text = new Xhtml();
      PrivilegeLog.write(text, documents, withheld, authorized);
      section("Privilege log").setText(text.written());
    }
  }

  private List<CaseDocument> documents() {
    Map<String, CaseDocument> all = new LinkedHashMap<>();
    manifest.elements().forEach(each -> each.documents().forEach(d -> all.put(d.reference(), d)));
    manifest.others().forEach(document -> all.put(document.reference(), document));
    all.values().removeIf(each -> !each.resourceType().equals("DocumentReference"));
    return new ArrayList<>(all.values());
  }

  private void others() {
    List<CaseDocument> others =
        manifest.others().stream()
            .filter(each -> each.resourceType().equals("DocumentReference"))
            .toList();
    if (!others.isEmpty()) {
      SectionComponent section = section("Other documents");
      Xhtml text = new Xhtml();
      others.forEach(each -> entry(section, each.reference(), text));
      section.setText(text.written());
    }
  }

  private void duties() {
    SectionComponent section = section("The case and its deadlines");
    List<List<String>> rows = new ArrayList<>();
    for (Deadline deadline : assessment.deadlines()) {
      rows.add(
          List.of(
              deadline.milestone().title(),
              deadline.owedBy(),
              deadline.status().code(),
              deadline.due() == null
                  ? ""
                  : TimeText.write(deadline.due(), deadline.days().zone()).getValueAsString(),
              deadline.governing().rule() + ", " + deadline.governing().citation().text()));
    }
    section.setText(
        new Xhtml()
            .paragraph("Policy: " + assessment.situation().policy().header().canonical())
            .paragraph("Eligibility: " + assessment.eligibility().outcome().code())
            .table(List.of("What", "Owed by", "Status", "Due", "Rule"), rows)
            .written());
    resources.forEach(
        (reference, resource) -> {
          if (resource instanceof Task) {
            section.addEntry(new Reference(reference));
          }
        });
  }

  private void rest() {
    SectionComponent section = section("Parties, the disputed service and records");
    resources.forEach(
        (reference, resource) -> {
          if (!(resource instanceof Task)
              && !(resource instanceof DocumentReference)
              && !resource.fhirType().equals("Binary")) {
            section.addEntry(new Reference(reference));
          }
        });
    section.setText(new Xhtml().paragraph("The resources that the case consists of.").written());
  }

  private SectionComponent section(String title) {
    return composition.addSection().setTitle(title);
  }

  private void entry(SectionComponent section, String reference, Xhtml text) {
    Reference entry = new Reference(reference);
    if (resources.get(reference) instanceof DocumentReference document) {
      String hash = AnnotatedList.sha256(document.getContentFirstRep().getAttachment());
      if (!hash.isEmpty()) {
        entry.addExtension(AnnotatedList.SHA256, new StringType(hash));
      }
      text.paragraph(AnnotatedList.title(document));
    }
    section.addEntry(entry);
  }
}
