package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceRelatesToComponent;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.Xhtml;

/** Says of a packet of what came late what it adds to, and which documents of that it replaces. */
final class AdditionFace {

  private AdditionFace() {}

  /** Writes it. */
  static void write(Xhtml text, PacketOrder order, Collection<Resource> resources) {
    List<String> numbers = order.earlier().numbers();
    if (!numbers.isEmpty()) {
      text.paragraph("Adds to packet " + String.join(" and ", numbers) + ".");
    }
    text.paragraph("Holds only documents that came to the case after " + order.since() + ".");
    List<String> replaced = replaced(order, resources);
    if (!replaced.isEmpty()) {
      text.paragraph("Replaced, of what was sent before:");
      text.list(replaced);
    }
  }

  private static List<String> replaced(PacketOrder order, Collection<Resource> resources) {
    Map<String, DocumentReference> before = order.earlier().documents();
    List<String> replaced = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource instanceof DocumentReference document) {
        for (DocumentReferenceRelatesToComponent each : document.getRelatesTo()) {
          DocumentReference old = replaced(each, before);
          if (old != null) {
            replaced.add(
                AnnotatedList.title(old)
                    + " (SHA-256 "
                    + hash(old)
                    + "), replaced by "
                    + AnnotatedList.title(document)
                    + " (SHA-256 "
                    + hash(document)
                    + ")");
          }
        }
      }
    }
    return replaced;
  }

  private static DocumentReference replaced(
      DocumentReferenceRelatesToComponent relation, Map<String, DocumentReference> before) {
    if (relation.getCode() != DocumentRelationshipType.REPLACES
        || !relation.getTarget().hasReference()) {
      return null;
    }
    return before.get(
        relation.getTarget().getReferenceElement().toUnqualifiedVersionless().getValue());
  }

  private static String hash(DocumentReference document) {
    return AnnotatedList.sha256(document.getContentFirstRep().getAttachment());
  }

  /** Names what a document replaces, which is not in this packet, by title and SHA-256. */
  static void mark(Resource copy, Resource stored, PacketOrder order) {
    if (copy instanceof DocumentReference sent && stored instanceof DocumentReference document) {
      Map<String, DocumentReference> before = order.earlier().documents();
      for (int i = 0; i < document.getRelatesTo().size(); i++) {
        DocumentReference old = replaced(document.getRelatesTo().get(i), before);
        Reference target = sent.getRelatesTo().get(i).getTarget();
        if (old != null && !target.hasReference()) {
          target.setDisplay(AnnotatedList.title(old));
          target.addExtension(AnnotatedList.SHA256, new StringType(hash(old)));
        }
      }
    }
  }
}
