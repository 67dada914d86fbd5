package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.sensitivity.SensitivityRules;

/** The list of all documents of a packet: what each is, from whom, how large, and its SHA-256. */
final class AnnotatedList {

  static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private static final List<String> HEAD =
      List.of("No.", "Date", "Title", "Author", "Kind", "Bytes", "SHA-256", "Marks");

  private AnnotatedList() {}

  /** Writes the list. */
  static void write(Xhtml text, List<CaseDocument> documents, Map<String, Resource> resources) {
    List<List<String>> rows = new ArrayList<>();
    for (CaseDocument document : documents) {
      if (resources.get(document.reference()) instanceof DocumentReference found) {
        rows.add(row(rows.size() + 1, found, document));
      }
    }
    text.table(HEAD, rows);
  }

  private static List<String> row(int number, DocumentReference document, CaseDocument read) {
    Attachment attachment = document.getContentFirstRep().getAttachment();
    return List.of(
        String.valueOf(number),
        date(document, attachment),
        title(document),
        document.getAuthor().stream()
            .map(Reference::getDisplay)
            .map(display -> display == null ? "" : display)
            .collect(Collectors.joining(", ")),
        kind(document),
        attachment.hasSize() ? String.valueOf(attachment.getSize()) : "",
        sha256(attachment),
        marks(document, read));
  }

  private static String marks(DocumentReference document, CaseDocument read) {
    String privileged =
        read.privileged() ? "privileged: " + String.join(", ", read.privileges()) : "";
    String sensitive =
        document.getMeta().getSecurity().stream()
            .filter(label -> SensitivityRules.SYSTEM.equals(label.getSystem()))
            .map(Coding::getCode)
            .collect(Collectors.joining(", "));
    return Stream.of(privileged, sensitive.isEmpty() ? "" : "sensitive: " + sensitive)
        .filter(mark -> !mark.isEmpty())
        .collect(Collectors.joining("; "));
  }

  static String title(DocumentReference document) {
    Attachment attachment = document.getContentFirstRep().getAttachment();
    if (document.getDescription() != null) {
      return document.getDescription();
    }
    return attachment.getTitle() != null ? attachment.getTitle() : kind(document);
  }

  static String sha256(Attachment attachment) {
    Extension hash = attachment.getExtensionByUrl(SHA256);
    return hash == null ? "" : Objects.toString(hash.getValue().primitiveValue(), "");
  }

  static String date(DocumentReference document, Attachment attachment) {
    if (attachment.getCreation() != null) {
      return attachment.getCreationElement().getValueAsString();
    }
    return document.getDate() != null ? document.getDateElement().getValueAsString() : "";
  }

  static String kind(DocumentReference document) {
    if (document.getType().getText() != null) {
      return document.getType().getText();
    }
    return document.getType().getCoding().stream()
        .map(coding -> coding.getDisplay() != null ? coding.getDisplay() : coding.getCode())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }
}
