package org.openimr.fhir.mhd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Reads the Bundle of ITI-65, Provide Document Bundle, with the metadata that it claims, and names
 * every problem at once.
 *
 * @see <a href="https://profiles.ihe.net/ITI/MHD/ITI-65.html">IHE MHD, ITI-65</a>
 */
public final class ProvidedDocumentsReader {

  /** The system of the codes that tell a SubmissionSet from a Folder. */
  public static final String LISTS = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes";

  private final Bundle bundle;
  private final String base;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final List<Integer> sets = new ArrayList<>();
  private final List<Integer> documents = new ArrayList<>();
  private final Map<Integer, Integer> contents = new LinkedHashMap<>();
  private final ProvidedRelations relations;

  private ProvidedDocumentsReader(Bundle bundle, String base) {
    this.bundle = bundle;
    this.base = base;
    this.relations = new ProvidedRelations(bundle, names, base, problems);
  }

  /**
   * Reads it.
   *
   * @param bundle the Bundle as sent
   * @param base the address of the server
   * @param most how many entries it may have
   * @return what it holds
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static ProvidedDocuments read(Bundle bundle, String base, int most) {
    ProvidedDocumentsReader reader = new ProvidedDocumentsReader(bundle, base);
    if (bundle.getEntry().size() > most) {
      reader.found(
          "too-costly",
          "Bundle.entry",
          "The Bundle has "
              + bundle.getEntry().size()
              + " entries; at most "
              + most
              + " are accepted.");
      throw new UnreadableResourceException(reader.problems, true);
    }
    return reader.read();
  }

  private void found(String code, String place, String text) {
    problems.add(new Problem(code, place, text));
  }

  private ProvidedDocuments read() {
    if (bundle.getType() != Bundle.BundleType.TRANSACTION) {
      found("value", "Bundle.type", "The Bundle is no transaction.");
    }
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      name(i);
    }
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      entry(i);
    }
    for (int i = 0; i < documents.size(); i++) {
      document(i);
    }
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      leftOver(i);
    }
    if (documents.isEmpty()) {
      found("required", "Bundle.entry", "There is no DocumentReference, which is needed.");
    }
    ClaimedMetadata.check(bundle, sets, documents, problems);
    Identifier source = SubmissionSetCheck.of(bundle, sets, documents, names, problems);
    ProvidedSubject subject = ProvidedSubject.of(bundle, documents, names, base, problems);
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
    return new ProvidedDocuments(
        bundle,
        sets.get(0),
        documents,
        contents,
        subject.members(),
        subject.member(),
        subject.numbers(),
        subject.related(),
        source);
  }

  static String place(int entry) {
    return "Bundle.entry[" + entry + "]";
  }

  private void name(int i) {
    String name = bundle.getEntry().get(i).getFullUrl();
    if (name != null && names.put(name, i) != null) {
      found("duplicate", place(i) + ".fullUrl", "Two entries have the same fullUrl.");
    }
  }

  private void entry(int i) {
    BundleEntryComponent entry = bundle.getEntry().get(i);
    Resource resource = entry.getResource();
    String type = resource == null ? "" : resource.fhirType();
    switch (type) {
      case "List" -> {
        if (((ListResource) resource).getCode().hasCoding(LISTS, "folder")) {
          found("not-supported", place(i) + ".resource", "Folders are not taken here.");
        } else {
          sets.add(i);
          posted(i, type);
        }
      }
      case "DocumentReference" -> {
        documents.add(i);
        posted(i, type);
      }
      case "Binary" -> posted(i, type);
      case "Patient" -> {
        if (entry.getRequest().getMethod() == HTTPVerb.DELETE) {
          found("not-supported", place(i) + ".request.method", "A Patient is not deleted here.");
        }
      }
      case "Parameters" -> {
        // once all documents are known
      }
      case "Bundle" ->
          found(
              "not-supported",
              place(i) + ".resource",
              "FHIRDocumentNotSupported: a document is a Binary here, not a Bundle.");
      case "" -> found("required", place(i) + ".resource", "The entry holds no resource.");
      default ->
          found(
              "not-supported",
              place(i) + ".resource",
              "A "
                  + type
                  + " is not taken here; a Bundle of ITI-65 holds a List, DocumentReference"
                  + " and Binary resources, and a Patient.");
    }
  }

  private void posted(int i, String type) {
    BundleEntryComponent entry = bundle.getEntry().get(i);
    if (entry.getRequest().getMethod() != HTTPVerb.POST
        || !type.equals(entry.getRequest().getUrl())) {
      found("value", place(i) + ".request", "The request is POST of " + type + " here.");
    }
    if (!entry.hasFullUrl()) {
      found("required", place(i) + ".fullUrl", "The entry has no fullUrl, which names it.");
    }
  }

  private void document(int place) {
    int entry = documents.get(place);
    String path = place(entry) + ".resource";
    DocumentReference document = (DocumentReference) bundle.getEntry().get(entry).getResource();
    if (!document.getMasterIdentifier().hasValue()) {
      found("required", path + ".masterIdentifier", "The document has no masterIdentifier.");
    }
    relations.look(document, entry);
    if (document.getContent().size() != 1) {
      found("structure", path + ".content", "The document has not exactly one content.");
      return;
    }
    String at = path + ".content[0].attachment";
    var attachment = document.getContentFirstRep().getAttachment();
    if (!attachment.hasContentType()) {
      found("required", at + ".contentType", "The content has no contentType.");
    }
    Integer content = names.get(attachment.getUrl());
    if (attachment.hasData()
        || content == null
        || !(bundle.getEntry().get(content).getResource()
            instanceof org.hl7.fhir.r4.model.Binary binary)) {
      found(
          "required",
          at + ".url",
          "The content is no Binary of this Bundle, named by its fullUrl.");
    } else if (contents.containsKey(content)) {
      found("duplicate", at + ".url", "The Binary is the content of another document as well.");
    } else {
      contents.put(content, place);
      if (!binary.hasData()) {
        found("required", place(content) + ".resource.data", "The Binary holds nothing.");
      }
      if (attachment.hasContentType()
          && binary.hasContentType()
          && !attachment.getContentType().equals(binary.getContentType())) {
        found("value", at + ".contentType", "The contentType is not that of the Binary.");
      }
    }
  }

  /** Contents that nothing names, and updates of what nothing replaces. */
  private void leftOver(int i) {
    BundleEntryComponent entry = bundle.getEntry().get(i);
    if (entry.getResource() instanceof org.hl7.fhir.r4.model.Binary && !contents.containsKey(i)) {
      found("business-rule", place(i), "The Binary is the content of no document.");
    }
    if (entry.getResource() instanceof Parameters update) {
      relations.update(update, i);
    }
  }

  static String relative(String reference, String base) {
    return reference != null && reference.startsWith(base + "/")
        ? reference.substring(base.length() + 1)
        : reference;
  }

  static Set<String> sorted(Set<String> names) {
    return new TreeSet<>(names);
  }
}
