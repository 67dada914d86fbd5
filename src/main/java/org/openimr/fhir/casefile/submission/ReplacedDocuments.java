package org.openimr.fhir.casefile.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Resource;

/** Documents that others of the same submission replace. */
public final class ReplacedDocuments {

  /**
   * The code of the problem that a document to be replaced is not found: the precondition of the
   * submission does not hold.
   */
  public static final String UNRESOLVED = "conflict";

  private ReplacedDocuments() {}

  /**
   * Marks replaced documents as superseded.
   *
   * @param entries the submission
   * @param references finds what references point to
   * @param stored the stored resources that are referred to
   * @return stored documents that are replaced, marked
   */
  public static List<DocumentReference> supersede(
      List<SubmittedEntry> entries, BundleReferences references, Map<String, Resource> stored) {
    List<DocumentReference> changed = new ArrayList<>();
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof DocumentReference document) {
        for (var relation : document.getRelatesTo()) {
          if (relation.getCode() == DocumentRelationshipType.REPLACES) {
            String reference = relation.getTarget().getReference();
            SubmittedEntry old = references.entry(entry, reference);
            if (old != null && old.resource() instanceof DocumentReference superseded) {
              superseded.setStatus(DocumentReferenceStatus.SUPERSEDED);
            } else if (stored.get(BundleReferences.relative(reference))
                instanceof DocumentReference superseded) {
              superseded.setStatus(DocumentReferenceStatus.SUPERSEDED);
              changed.add(superseded);
            }
          }
        }
      }
    }
    return changed;
  }
}
