package org.openimr.fhir.casefile.document;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.casefile.transaction.CaseTaskWriter;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * Reads documents that come to a case that is stored already: checks them as those of a submission
 * are, computes their hashes, and lets their references lead to the case.
 *
 * <p>What a sender refers to in its own system and is not here is kept as an identifier. May be
 * used by many threads.
 */
public final class LaterDocuments {

  private static final String PROFILE = "https://openimr.org/fhir/StructureDefinition/imr-document";
  private static final Pattern ENTRY = Pattern.compile("Bundle\\.entry\\[(\\d+)]\\.resource");

  /**
   * A document as it was sent.
   *
   * @param document the document, which is changed
   * @param place its FHIRPath in what was sent
   */
  public record Later(DocumentReference document, String place) {}

  /**
   * What came of it.
   *
   * @param added documents that are new to the case
   * @param superseded stored documents that they replace, marked
   * @param known how many are in the case already, by the hashes of their contents
   */
  public record Outcome(
      List<DocumentReference> added, List<DocumentReference> superseded, int known) {

    /** Keeps its own copies. */
    public Outcome {
      added = List.copyOf(added);
      superseded = List.copyOf(superseded);
    }
  }

  private final FhirContext context;
  private final ProfileCheck profiles;

  /**
   * Makes a reader.
   *
   * @param context the FHIR context
   * @param profiles checks resources against their profiles
   */
  public LaterDocuments(FhirContext context, ProfileCheck profiles) {
    this.context = context;
    this.profiles = profiles;
  }

  /**
   * Checks documents that no case is known for yet.
   *
   * @param sent the documents
   * @param uploads Binaries that were sent before, and that they may refer to
   * @throws UnreadableResourceException naming every problem
   */
  public void check(List<Later> sent, UploadedContents uploads) {
    ProblemList problems = problems(sent);
    look(sent, uploads, problems);
    report(problems);
  }

  /**
   * Reads documents for a case.
   *
   * @param sent the documents
   * @param file the case, as the sender sees it
   * @param uploads Binaries that were sent before, and that they may refer to
   * @return what came of them
   * @throws UnreadableResourceException naming every problem
   */
  public Outcome read(List<Later> sent, CaseFile file, UploadedContents uploads) {
    ProblemList problems = problems(sent);
    List<SubmittedEntry> entries = look(sent, uploads, problems);
    Map<String, Resource> stored = file.byReference();
    String member = file.task().getFor().getReference();
    Set<String> hashes = new HashSet<>();
    file.resources().forEach(each -> hashes.addAll(hashes(each)));
    List<DocumentReference> added = new ArrayList<>();
    List<DocumentReference> superseded = new ArrayList<>();
    int known = 0;
    for (SubmittedEntry entry : entries) {
      DocumentReference document = (DocumentReference) entry.resource();
      LaterReferences.lead(entry, stored, member, problems);
      RelatedDocuments.find(entry, file, problems);
      document.setSubject(new Reference(member));
      document.setId((String) null);
      Set<String> own = hashes(document);
      if (!own.isEmpty() && hashes.containsAll(own)) {
        known++;
      } else {
        hashes.addAll(own);
        added.add(document);
        superseded.addAll(superseded(document, stored));
      }
    }
    report(problems);
    added.forEach(LaterDocuments::label);
    return new Outcome(added, superseded, known);
  }

  private static ProblemList problems(List<Later> sent) {
    return new ProblemList(
        text -> {
          Matcher entry = ENTRY.matcher(String.valueOf(text));
          return entry.replaceAll(
              found ->
                  Matcher.quoteReplacement(sent.get(Integer.parseInt(found.group(1))).place()));
        });
  }

  private static void report(ProblemList problems) {
    if (!problems.empty()) {
      throw problems.exception();
    }
  }

  private List<SubmittedEntry> look(
      List<Later> sent, UploadedContents uploads, ProblemList problems) {
    List<SubmittedEntry> entries = new ArrayList<>();
    ObjectNode bundle = SubmittedBody.JSON.createObjectNode().put("resourceType", "Bundle");
    bundle.put("type", "collection");
    for (Later each : sent) {
      String name = "urn:uuid:" + UUID.randomUUID();
      CaseTaskWriter.profile(each.document(), PROFILE);
      entries.add(new SubmittedEntry(entries.size(), name, each.document()));
      bundle
          .withArray("entry")
          .addObject()
          .put("fullUrl", name)
          .set("resource", tree(each.document()));
    }
    profiles.check(bundle, problems);
    contents(entries, uploads, problems);
    List<SubmittedEntry> all = new ArrayList<>(entries);
    all.addAll(uploads.entries(entries.size()));
    new ContentHashes(entries, new BundleReferences(all), problems).put();
    return entries;
  }

  private ObjectNode tree(DocumentReference document) {
    try {
      return (ObjectNode)
          SubmittedBody.JSON.readTree(context.newJsonParser().encodeResourceToString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what HAPI writes is JSON", e);
    }
  }

  private static void contents(
      List<SubmittedEntry> entries, UploadedContents uploads, ProblemList problems) {
    for (SubmittedEntry entry : entries) {
      DocumentReference document = (DocumentReference) entry.resource();
      for (int i = 0; i < document.getContent().size(); i++) {
        Attachment content = document.getContent().get(i).getAttachment();
        if (!content.hasData() && uploads.of(content) == null) {
          problems.add(
              "required",
              entry.path() + ".content[" + i + "].attachment",
              "The document has no content; data, or the address of a Binary that your organization"
                  + " sent before, was expected, as nothing is fetched from elsewhere.");
        }
      }
      if (document.getStatus() != null && document.getStatus() != DocumentReferenceStatus.CURRENT) {
        problems.add("business-rule", entry.path() + ".status", "The document is not current.");
      }
    }
  }

  private static List<DocumentReference> superseded(
      DocumentReference document, Map<String, Resource> stored) {
    List<DocumentReference> superseded = new ArrayList<>();
    for (var relation : document.getRelatesTo()) {
      if (relation.getCode() == DocumentRelationshipType.REPLACES
          && stored.get(relation.getTarget().getReference()) instanceof DocumentReference old
          && old.getStatus() == DocumentReferenceStatus.CURRENT) {
        DocumentReference changed = old.copy();
        changed.setStatus(DocumentReferenceStatus.SUPERSEDED);
        superseded.add(changed);
      }
    }
    return superseded;
  }

  /** Repeats the labels of a document where access is decided. */
  private static void label(DocumentReference document) {
    SecurityLabels.add(
        document.getMeta().getSecurity(),
        document.getSecurityLabel().stream().flatMap(each -> each.getCoding().stream()).toList());
  }

  /**
   * Finds the documents of a case by their contents.
   *
   * @param file the case
   * @return its documents, the current ones before others, by the SHA-256 of each content
   */
  public static Map<String, DocumentReference> byHash(CaseFile file) {
    Map<String, DocumentReference> found = new HashMap<>();
    for (Resource resource : file.resources()) {
      if (resource instanceof DocumentReference document) {
        for (String hash : hashes(document)) {
          if (!found.containsKey(hash) || document.getStatus() == DocumentReferenceStatus.CURRENT) {
            found.put(hash, document);
          }
        }
      }
    }
    return found;
  }

  /**
   * Reads the hashes of the contents of a document.
   *
   * @param resource a resource
   * @return the SHA-256 of each content; none if it is no document
   */
  public static Set<String> hashes(Resource resource) {
    Set<String> hashes = new HashSet<>();
    if (resource instanceof DocumentReference document) {
      for (var content : document.getContent()) {
        Attachment attachment = content.getAttachment();
        Extension hash = attachment.getExtensionByUrl(ContentHashes.SHA256);
        if (hash != null && hash.getValue() != null) {
          hashes.add(hash.getValue().primitiveValue());
        }
      }
    }
    return hashes;
  }
}
