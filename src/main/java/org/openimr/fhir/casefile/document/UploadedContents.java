package org.openimr.fhir.casefile.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.StoredReferences;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * Binaries that an organization sent by themselves, before it sends what they are the content of.
 *
 * <p>A case gets Binaries of its own with these contents: who sees them is decided by the case, and
 * what was sent before stays its sender's alone.
 */
public final class UploadedContents {

  private final Map<String, Binary> byReference;

  private UploadedContents(Map<String, Binary> byReference) {
    this.byReference = byReference;
  }

  /** None. */
  public static UploadedContents none() {
    return new UploadedContents(Map.of());
  }

  /**
   * Those that some resources refer to.
   *
   * @param resources documents and others, as they were sent
   * @param stored reads what the sender sees
   * @param organization id of the sender's organization; nobody else's are taken
   */
  public static UploadedContents of(
      Collection<? extends Resource> resources, StoredReferences stored, String organization) {
    Set<String> asked = new TreeSet<>();
    for (Resource resource : resources) {
      ElementWalk.visit(
          resource,
          "",
          (path, element) -> {
            if (element instanceof Attachment content && content.hasUrl() && !content.hasData()) {
              String relative = BundleReferences.relative(content.getUrl());
              if (relative != null && relative.startsWith("Binary/")) {
                asked.add(relative);
              }
            }
          });
    }
    Map<String, Binary> found = new LinkedHashMap<>();
    if (!asked.isEmpty()) {
      stored
          .read(asked)
          .forEach(
              (reference, resource) -> {
                if (resource instanceof Binary binary
                    && AccessMarks.parties(binary).equals(Set.of(organization))) {
                  found.put(reference, fresh(binary));
                }
              });
    }
    return new UploadedContents(found);
  }

  /** The same content with nothing of what is known of the stored Binary but its labels. */
  private static Binary fresh(Binary stored) {
    Binary fresh = new Binary();
    fresh.setContentType(stored.getContentType());
    SecurityLabels.add(fresh.getMeta().getSecurity(), stored.getMeta().getSecurity());
    if (ContentElement.named(stored)) {
      fresh.getMeta().addExtension(stored.getMeta().getExtensionByUrl(ContentElement.NAME).copy());
    } else {
      fresh.setData(stored.getData());
    }
    return fresh;
  }

  /** As entries of a Bundle after so many others, found by the references that were sent. */
  public List<SubmittedEntry> entries(int after) {
    List<SubmittedEntry> entries = new ArrayList<>();
    byReference.forEach(
        (reference, binary) ->
            entries.add(new SubmittedEntry(after + entries.size(), "sent:/" + reference, binary)));
    return entries;
  }

  /** The one that an attachment refers to; null if it refers to none. */
  public Binary of(Attachment content) {
    String relative =
        content.hasUrl() && !content.hasData() ? BundleReferences.relative(content.getUrl()) : null;
    return relative == null ? null : byReference.get(relative);
  }
}
