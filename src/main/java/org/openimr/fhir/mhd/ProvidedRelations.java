package org.openimr.fhir.mhd;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What documents of a Bundle of ITI-65 relate to: others that are stored here, or others of the
 * same Bundle; and the updates of those that they replace.
 *
 * @see <a href="https://profiles.ihe.net/ITI/MHD/ITI-65.html">IHE MHD, ITI-65, 2:3.65.4.1.2.3</a>
 */
final class ProvidedRelations {

  private final Bundle bundle;
  private final Map<String, Integer> names;
  private final String base;
  private final List<Problem> problems;
  private final Set<String> replaced = new HashSet<>();

  ProvidedRelations(
      Bundle bundle, Map<String, Integer> names, String base, List<Problem> problems) {
    this.bundle = bundle;
    this.names = names;
    this.base = base;
    this.problems = problems;
  }

  /** Looks at the relations of a document; addresses of this server become relative. */
  void look(DocumentReference document, int entry) {
    for (int i = 0; i < document.getRelatesTo().size(); i++) {
      Reference target = document.getRelatesTo().get(i).getTarget();
      boolean replaces =
          document.getRelatesTo().get(i).getCode() == DocumentRelationshipType.REPLACES;
      Integer other = names.get(target.getReference());
      String path = ProvidedDocumentsReader.place(entry) + ".resource.relatesTo[" + i + "].target";
      if (other == null) {
        String relative = ProvidedDocumentsReader.relative(target.getReference(), base);
        target.setReference(relative);
        if (replaces) {
          replaced.add(relative);
        }
      } else if (other == entry
          || !(bundle.getEntry().get(other).getResource() instanceof DocumentReference)) {
        wrong(path, "A document relates to another document.");
      } else if (replaces) {
        wrong(path, "A document of the same Bundle is not replaced: only one of both is sent.");
      }
    }
  }

  /** Looks at an entry that is no document, which may be the update of one that is replaced. */
  void update(Parameters update, int entry) {
    String place = ProvidedDocumentsReader.place(entry);
    if (bundle.getEntry().get(entry).getRequest().getMethod() != HTTPVerb.PATCH
        || !replaced.contains(
            ProvidedDocumentsReader.relative(
                bundle.getEntry().get(entry).getRequest().getUrl(), base))) {
      wrong(
          place + ".request",
          "Parameters are taken as PATCH of a document that one of this Bundle replaces.");
    } else if (!supersedes(update)) {
      wrong(
          place + ".resource",
          "The PATCH is not the one operation that replaces DocumentReference.status with"
              + " superseded.");
    }
  }

  private static boolean supersedes(Parameters update) {
    if (update.getParameter().size() != 1
        || !"operation".equals(update.getParameterFirstRep().getName())) {
      return false;
    }
    ParametersParameterComponent operation = update.getParameterFirstRep();
    return operation.getPart().size() == 3
        && says(operation, "type", "replace")
        && says(operation, "path", "DocumentReference.status")
        && says(operation, "value", "superseded");
  }

  private static boolean says(ParametersParameterComponent operation, String name, String value) {
    return operation.getPart().stream()
        .anyMatch(
            each ->
                name.equals(each.getName())
                    && each.hasValue()
                    && value.equals(each.getValue().primitiveValue()));
  }

  private void wrong(String path, String text) {
    problems.add(new Problem("business-rule", path, text));
  }
}
