package org.openimr.fhir.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.notice.DueNotice;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.RequiredContent;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.determination.DeterminationFile;
import org.openimr.fhir.determination.StoredDeterminations;

/** Writes a notice as resources: what is told to whom, and the letter in HTML and PDF. */
final class NoticeResources {

  private static final String BASE = "https://openimr.org/fhir/";
  private static final String KIND = BASE + "CodeSystem/imr-notice";
  private static final String WAY = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode";
  private static final String MILESTONE = BASE + "CodeSystem/imr-milestone";

  private final LetterCase about;
  private final NoticeDraft draft;
  private final int number;
  private final DateTimeType now;

  NoticeResources(LetterCase about, NoticeDraft draft, int number, DateTimeType now) {
    this.about = about;
    this.draft = draft;
    this.number = number;
    this.now = now;
  }

  private String id(String part) {
    return NoticeDraft.id(about.file(), draft.due().key(), part);
  }

  /** The notice itself, as far as it does not depend on how it stands. */
  Communication communication() {
    DueNotice due = draft.due();
    Task task = about.file().task();
    Communication notice = new Communication();
    notice.setId("Communication/" + id("notice"));
    notice.getMeta().addProfile(BASE + "StructureDefinition/imr-notice");
    notice.addIdentifier(identifier());
    notice.addInstantiatesUri(BASE + "letter/" + due.kind().code() + "|" + version());
    duty().ifPresent(notice::addBasedOn);
    notice.addPartOf(new Reference(CaseFile.reference(task)));
    notice.addAbout(new Reference(CaseFile.reference(task)));
    determination().ifPresent(notice::addAbout);
    notice.addCategory(
        new CodeableConcept(new Coding(KIND, due.kind().code(), due.kind().title())));
    notice.setPriority(
        Task.TaskPriority.URGENT == task.getPriority()
            ? CommunicationPriority.URGENT
            : CommunicationPriority.ROUTINE);
    notice.addMedium(new CodeableConcept(new Coding(WAY, draft.way().code(), null)));
    notice.setSubject(task.getFor().copy());
    notice.addRecipient(about.party(due.recipient()));
    notice.setSender(about.party(due.owedBy()));
    due.kind().contents().stream()
        .map(RequiredContent::rule)
        .distinct()
        .forEach(
            rule ->
                notice.addReasonCode(
                    new CodeableConcept(
                        new Coding(BASE + "CodeSystem/imr-rule", rule.value(), null))));
    if (due.due() != null) {
      notice.addExtension(
          BASE + "StructureDefinition/imr-notice-due",
          TimeText.write(due.due().instant(), about.zone()));
    }
    if (draft.format() != null && !draft.format().endsWith("-print")) {
      notice
          .addNote()
          .setText("The member asked for letters in this format: " + draft.format() + ".");
    }
    return notice;
  }

  private String version() {
    return draft.letters().isEmpty() ? "0" : draft.letters().get(0).template().version();
  }

  private Identifier identifier() {
    return new Identifier()
        .setSystem(BASE + "sid/notice")
        .setValue(CaseNumber.of(about.file().task()) + "-notice-" + number);
  }

  /** The determination that it tells of, if it is of a kind that does. */
  private java.util.Optional<Reference> determination() {
    if (!DeterminationFile.tellsOf(draft.due().kind().code())) {
      return java.util.Optional.empty();
    }
    return StoredDeterminations.of(about.file()).counting().stream()
        .max(Comparator.comparing(Composition::getDate))
        .map(each -> new Reference(CaseFile.reference(each)));
  }

  /** The duty that it meets, if one is stored. */
  private java.util.Optional<Reference> duty() {
    String milestone = draft.due().kind().trigger().milestone();
    return about.file().resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> milestone != null && task.getCode().hasCoding(MILESTONE, milestone))
        .filter(task -> since(task))
        .map(task -> new Reference(CaseFile.reference(task)))
        .findFirst();
  }

  private boolean since(Task duty) {
    Date start = duty.getExecutionPeriod().getStart();
    return start == null || start.toInstant().equals(draft.due().since());
  }

  /** A notice of which the letter cannot be written. */
  List<Resource> lacking() {
    Communication notice = communication();
    notice.setStatus(CommunicationStatus.ONHOLD);
    draft
        .missing()
        .forEach(
            fact ->
                notice.addExtension(
                    BASE + "StructureDefinition/imr-notice-missing", new CodeType(fact)));
    notice.setStatusReason(
        draft.fault() == null
            ? state(
                "missing-facts", "The letter lacks: " + String.join(", ", draft.missing()) + ".")
            : state("text-at-fault", "The text of the letter is at fault; it is tried again."));
    return new ArrayList<>(List.of(notice));
  }

  static CodeableConcept state(String code, String text) {
    return new CodeableConcept(new Coding(BASE + "CodeSystem/imr-notice-state", code, null))
        .setText(text);
  }

  /** A notice with its letter: the notice, the document, and its contents. */
  List<Resource> written(LetterPrinter printer) {
    Instant time = now.getValue().toInstant();
    Communication notice = communication();
    notice.setStatus(CommunicationStatus.PREPARATION);
    notice.addPayload().setContent(new Reference("DocumentReference/" + id("document")));
    DocumentReference document = document();
    List<Resource> resources = new ArrayList<>(List.of(notice, document));
    for (Notice letter : draft.letters()) {
      String language = letter.template().language();
      String page = LetterPage.write(letter, draft.large());
      resources.add(
          content(document, letter, "text/html", "html", page.getBytes(StandardCharsets.UTF_8)));
      resources.add(content(document, letter, "application/pdf", "pdf", printer.print(page, time)));
      notice.setLanguage(draft.letters().size() == 1 ? language : null);
    }
    return resources;
  }

  private DocumentReference document() {
    DocumentReference document = new DocumentReference();
    document.setId("DocumentReference/" + id("document"));
    document.getMeta().addProfile(BASE + "StructureDefinition/imr-document");
    document.addIdentifier(identifier());
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setDocStatus(ReferredDocumentStatus.PRELIMINARY);
    document.setType(
        new CodeableConcept(new Coding("http://loinc.org", "51852-2", null)).setText("Letter"));
    document.addCategory(
        new CodeableConcept(
            new Coding(KIND, draft.due().kind().code(), draft.due().kind().title())));
    document.setSubject(about.file().task().getFor().copy());
    document.setDate(now.getValue());
    document.addAuthor(about.party(draft.due().owedBy()));
    document.setDescription(draft.letters().get(0).template().title());
    document.getContext().addRelated(new Reference(CaseFile.reference(about.file().task())));
    return document;
  }

  private Binary content(
      DocumentReference document, Notice letter, String type, String ending, byte[] bytes) {
    Binary content = new Binary();
    String language = letter.template().language();
    content.setId("Binary/" + id(ending + "-" + language));
    content.setContentType(type);
    content.setData(bytes);
    Attachment attachment = document.addContent().getAttachment();
    attachment.addExtension(
        BASE + "StructureDefinition/imr-sha256", new StringType(NoticeDraft.sha256(bytes)));
    attachment.setContentType(type);
    attachment.setLanguage(language);
    attachment.setUrl("Binary/" + content.getIdElement().getIdPart());
    attachment.setSize(bytes.length);
    attachment.setTitle(letter.template().title());
    attachment.setCreationElement(now.copy());
    return content;
  }
}
