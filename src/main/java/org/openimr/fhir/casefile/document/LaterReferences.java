package org.openimr.fhir.casefile.document;

import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.ReplacedDocuments;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/** What documents refer to that come to a case later: its own resources, or a sender's. */
final class LaterReferences {

  /** System of references of the sender's own, kept as identifiers. */
  private static final String AS_SENT = "https://openimr.org/fhir/sid/reference-as-sent";

  private LaterReferences() {}

  /** Lets references lead to what is in the case; others become identifiers. */
  static void lead(
      SubmittedEntry entry, Map<String, Resource> stored, String member, ProblemList problems) {
    Reference subject = ((DocumentReference) entry.resource()).getSubject();
    ElementWalk.visit(
        entry.resource(),
        entry.path(),
        (path, element) -> {
          if (element instanceof Reference reference
              && reference != subject
              && reference.hasReference()
              && !BundleReferences.internal(reference.getReference())) {
            String relative = BundleReferences.relative(reference.getReference());
            boolean held = relative != null && (stored.containsKey(relative));
            if (path.contains(".relatesTo[")) {
              related(reference, relative, stored, path, problems);
            } else if (!held && !member.equals(relative)) {
              logical(reference);
            } else {
              reference.setReference(relative);
            }
            // else what it points to would be written into this resource
            reference.setResource(null);
          }
        });
  }

  private static void related(
      Reference reference,
      String relative,
      Map<String, Resource> stored,
      String path,
      ProblemList problems) {
    if (relative != null && stored.get(relative) instanceof DocumentReference) {
      reference.setReference(relative);
    } else {
      problems.add(
          ReplacedDocuments.UNRESOLVED,
          path + ".reference",
          "The document that this one relates to is not in the case.");
    }
  }

  private static void logical(Reference reference) {
    if (!reference.hasIdentifier()) {
      reference.setIdentifier(
          new Identifier().setSystem(AS_SENT).setValue(reference.getReference()));
    }
    reference.setReference((String) null);
  }
}
