package org.openimr.fhir.casefile.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.ReplacedDocuments;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * Documents that others relate to, where they are named otherwise than by a reference: by their
 * identifier, or by the SHA-256 of their content in the extension {@code imr-sha256} of the target.
 */
public final class RelatedDocuments {

  private RelatedDocuments() {}

  /**
   * Names a document by its content.
   *
   * @param sha256 the SHA-256 of the content, 64 hexadecimal digits
   * @return a reference that leads nowhere by itself
   */
  public static Reference byContent(String sha256) {
    Reference named = new Reference();
    named.addExtension(ContentHashes.SHA256, new StringType(sha256));
    return named;
  }

  /** Finds those that are in the case; what is to be replaced must be. */
  static void find(SubmittedEntry entry, CaseFile file, ProblemList problems) {
    DocumentReference document = (DocumentReference) entry.resource();
    for (int i = 0; i < document.getRelatesTo().size(); i++) {
      var relation = document.getRelatesTo().get(i);
      if (relation.getTarget().hasReference()) {
        continue;
      }
      List<DocumentReference> found = found(relation.getTarget(), file);
      if (found.size() == 1) {
        lead(relation.getTarget(), CaseFile.reference(found.get(0)));
      } else if (relation.getCode() == DocumentRelationshipType.REPLACES) {
        problems.add(
            ReplacedDocuments.UNRESOLVED,
            entry.path() + ".relatesTo[" + i + "].target",
            found.isEmpty()
                ? "The document that this one replaces is not in the case."
                : "Several documents of the case are meant by what this one replaces.");
      }
    }
  }

  private static List<DocumentReference> found(Reference target, CaseFile file) {
    String hash = hash(target);
    if (hash != null) {
      DocumentReference held = LaterDocuments.byHash(file).get(hash);
      return held == null ? List.of() : List.of(held);
    }
    return file.resources().stream()
        .filter(DocumentReference.class::isInstance)
        .map(DocumentReference.class::cast)
        .filter(each -> isNamed(each, target.getIdentifier()))
        .toList();
  }

  private static boolean isNamed(DocumentReference document, Identifier name) {
    return same(document.getMasterIdentifier(), name)
        || document.getIdentifier().stream().anyMatch(each -> same(each, name));
  }

  private static boolean same(Identifier one, Identifier other) {
    return one.hasValue()
        && one.getValue().equals(other.getValue())
        && String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()));
  }

  /** The SHA-256 by which a document is named; null if it is named otherwise. */
  private static String hash(Reference target) {
    Extension hash = target.getExtensionByUrl(ContentHashes.SHA256);
    return hash == null || hash.getValue() == null ? null : hash.getValue().primitiveValue();
  }

  private static void lead(Reference target, String reference) {
    target.setReference(reference);
    target.removeExtension(ContentHashes.SHA256);
  }

  /**
   * Lets documents that join together lead to each other.
   *
   * @param named the documents by the names that they will have in one transaction
   */
  public static void lead(Map<String, DocumentReference> named) {
    Map<String, String> names = new HashMap<>();
    named.forEach(
        (name, document) -> LaterDocuments.hashes(document).forEach(hash -> names.put(hash, name)));
    for (DocumentReference document : named.values()) {
      for (var relation : document.getRelatesTo()) {
        String name = names.get(String.valueOf(hash(relation.getTarget())));
        if (!relation.getTarget().hasReference() && name != null) {
          lead(relation.getTarget(), name);
        }
      }
    }
  }
}
