package org.openimr.fhir.casefile.transaction;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.SubmittedCase;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.sensitivity.SecurityLabels;

/** What was submitted, under the names by which one transaction stores it. */
final class NamedEntries {

  private static final String DOCUMENT =
      "https://openimr.org/fhir/StructureDefinition/imr-document";
  private static final String UUID_NAME = "urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final SubmittedCase submitted;
  private final Map<String, String> names = new LinkedHashMap<>();

  NamedEntries(SubmittedCase submitted) {
    this.submitted = submitted;
    submitted.entries().forEach(each -> names.put(each.fullUrl(), name(each.fullUrl())));
  }

  /** A name that stands for a full URL in the transaction, the same each time. */
  static String name(String fullUrl) {
    return fullUrl.matches(UUID_NAME)
        ? fullUrl
        : "urn:uuid:" + UUID.nameUUIDFromBytes(fullUrl.getBytes(StandardCharsets.UTF_8));
  }

  String of(SubmittedEntry entry) {
    return names.get(entry.fullUrl());
  }

  /** The name of a resource that was submitted. */
  String of(Resource resource) {
    return submitted.entries().stream()
        .filter(entry -> entry.resource() == resource)
        .findFirst()
        .map(this::of)
        .orElseThrow();
  }

  /** Lets all references of an entry name their targets in one way. */
  void rewrite(SubmittedEntry entry) {
    entry.resource().setId((String) null);
    ElementWalk.visit(
        entry.resource(),
        "",
        (path, element) -> {
          if (element instanceof Reference reference
              && reference.hasReference()
              && !BundleReferences.internal(reference.getReference())) {
            reference.setReference(target(entry, reference.getReference()));
            // else what it points to would be written into this resource
            reference.setResource(null);
          } else if (element instanceof Attachment attachment
              && attachment.hasUrl()
              && !attachment.hasData()) {
            attachment.setUrl(target(entry, attachment.getUrl()));
          }
        });
    if (entry.resource() instanceof DocumentReference document) {
      CaseTaskWriter.profile(document, DOCUMENT);
      label(document);
    }
  }

  private String target(SubmittedEntry from, String reference) {
    SubmittedEntry entry = submitted.references().entry(from, reference);
    return entry == null ? BundleReferences.relative(reference) : of(entry);
  }

  /** Repeats the labels of a document on it and on its content, where access is decided. */
  private void label(DocumentReference document) {
    List<Coding> labels =
        document.getSecurityLabel().stream().flatMap(l -> l.getCoding().stream()).toList();
    mark(document, labels);
    document
        .getContent()
        .forEach(
            content ->
                submitted.entries().stream()
                    .filter(
                        entry ->
                            content.getAttachment().hasUrl()
                                && content.getAttachment().getUrl().equals(of(entry)))
                    .forEach(entry -> mark(entry.resource(), labels)));
  }

  private static void mark(Resource resource, List<Coding> labels) {
    SecurityLabels.add(resource.getMeta().getSecurity(), labels);
  }
}
