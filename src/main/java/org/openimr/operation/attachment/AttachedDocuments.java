package org.openimr.operation.attachment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.core.calendar.LocalDays;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.document.LaterDocuments;
import org.openimr.fhir.casefile.document.LaterDocuments.Later;
import org.openimr.fhir.casefile.document.RelatedDocuments;
import org.openimr.fhir.casefile.document.UploadedContents;
import org.openimr.fhir.casefile.transaction.EventTransaction.Enclosure;
import org.openimr.fhir.request.AttachmentQuestion;
import org.openimr.fhir.request.AttachmentQuestion.Sent;
import org.openimr.fhir.sensitivity.LoneSensitivity;
import org.openimr.fhir.sensitivity.SecurityLabels;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/**
 * Makes documents of a case from what was attached: named, typed, labelled, with their contents.
 */
final class AttachedDocuments {

  private static final CodeableConcept TRACKING =
      new CodeableConcept(
          new Coding(
              "http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp", "tracking-id", null));
  private static final String LINE = "https://openimr.org/fhir/StructureDefinition/imr-line-item";

  private final CaseStore store;
  private final LoneSensitivity sensitivity;

  /**
   * Makes it.
   *
   * @param store where contents are that were sent before
   * @param sensitivity recognizes sensitive documents
   */
  AttachedDocuments(CaseStore store, LoneSensitivity sensitivity) {
    this.store = store;
    this.sensitivity = sensitivity;
  }

  /** The contents that were sent before by themselves. */
  UploadedContents uploads(Caller caller, AttachmentQuestion asked) {
    return UploadedContents.of(
        asked.attachments().stream().map(Sent::document).toList(),
        references -> store.read(caller, references),
        caller.organization());
  }

  /** Binaries of the case for these, with the labels of their documents. */
  static List<Enclosure> contents(
      Caller caller, List<DocumentReference> documents, UploadedContents uploads) {
    List<Enclosure> contents = new ArrayList<>();
    for (DocumentReference document : documents) {
      for (var content : document.getContent()) {
        Binary uploaded = uploads.of(content.getAttachment());
        if (uploaded != null) {
          Binary binary = uploaded.copy();
          SecurityLabels.copy(document, binary);
          SecurityLabels.copy(binary, document);
          AccessMarks.submitter(binary, caller.organization());
          String name = "urn:uuid:" + UUID.randomUUID();
          content.getAttachment().setUrl(name);
          contents.add(new Enclosure(binary, name));
        }
      }
    }
    return contents;
  }

  /** The documents that were sent, as they are meant to be in a case. */
  List<Later> later(AttachmentQuestion asked, Instant now) {
    return asked.attachments().stream()
        .map(each -> new Later(labelled(typed(each, asked), each, now), each.place()))
        .toList();
  }

  /** What was made of another resource bears the labels that this would have. */
  private DocumentReference labelled(DocumentReference document, Sent sent, Instant now) {
    if (sent.original() != null) {
      label(document, sent.original().copy(), now);
    }
    return document;
  }

  /** Of a Bundle, the labels of all that it holds. */
  private void label(DocumentReference document, Resource original, Instant now) {
    sensitivity.label(original, now.atZone(ZoneOffset.UTC).toLocalDate(), any -> Optional.empty());
    SecurityLabels.add(document.getMeta().getSecurity(), original.getMeta().getSecurity());
    if (original instanceof Bundle bundle) {
      bundle.getEntry().stream()
          .map(Bundle.BundleEntryComponent::getResource)
          .filter(Objects::nonNull)
          .forEach(each -> label(document, each, now));
    }
  }

  /** The document, with the kind of information and the member that are said of it. */
  private static DocumentReference typed(Sent sent, AttachmentQuestion asked) {
    DocumentReference document = sent.document().copy();
    if (!document.hasSubject()) {
      document.getSubject().setIdentifier(asked.member().copy());
    }
    sent.lines().forEach(line -> document.addExtension(LINE, new StringType(line)));
    if (sent.code() != null) {
      for (Coding each : sent.code().getCoding()) {
        if (!document.getType().hasCoding(each.getSystem(), each.getCode())) {
          document.getType().addCoding(each.copy());
        }
      }
    }
    return document;
  }

  /** The documents as they join the case, and those that they replace. */
  List<Enclosure> enclosures(
      Caller caller,
      AttachmentQuestion asked,
      LaterDocuments.Outcome read,
      CaseFile file,
      LocalDays days,
      Instant now) {
    List<Enclosure> enclosures = new ArrayList<>();
    Map<String, Resource> stored = file.byReference();
    Map<String, DocumentReference> named = new LinkedHashMap<>();
    read.added().forEach(each -> named.put("urn:uuid:" + UUID.randomUUID(), each));
    RelatedDocuments.lead(named);
    for (String name : named.keySet()) {
      DocumentReference document = named.get(name);
      document.addIdentifier(number(asked.tracking()));
      AccessMarks.submitter(document, caller.organization());
      sensitivity.label(
          document,
          now.atZone(days.zone()).toLocalDate(),
          reference -> Optional.ofNullable(stored.get(reference)));
      enclosures.add(new Enclosure(document, name));
    }
    read.superseded().forEach(each -> enclosures.add(new Enclosure(each, null)));
    return enclosures;
  }

  private static Identifier number(Identifier tracking) {
    return new Identifier()
        .setType(TRACKING.copy())
        .setSystem(tracking.getSystem())
        .setValue(tracking.getValue());
  }
}
