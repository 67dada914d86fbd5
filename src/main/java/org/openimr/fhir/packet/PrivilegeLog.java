package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.fhir.Xhtml;

/**
 * What is privileged in a packet, and what is withheld from its recipient and why; of what is
 * withheld nothing but its type is told.
 */
final class PrivilegeLog {

  private static final List<String> HELD = List.of("No. in the annotated list", "Privilege");
  private static final List<String> AUTHORIZED =
      List.of("No. in the annotated list", "Authorization of the member");
  private static final List<String> WITHHELD = List.of("No.", "What", "Withheld as");

  private PrivilegeLog() {}

  /** Whether there is anything to say. */
  static boolean needed(
      List<CaseDocument> documents, Map<String, String> withheld, Map<String, String> authorized) {
    return !withheld.isEmpty()
        || !authorized.isEmpty()
        || documents.stream().anyMatch(CaseDocument::privileged);
  }

  /** Writes it. */
  static void write(
      Xhtml text,
      List<CaseDocument> documents,
      Map<String, String> withheld,
      Map<String, String> authorized) {
    List<List<String>> held = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      if (documents.get(i).privileged()) {
        held.add(List.of(String.valueOf(i + 1), String.join(", ", documents.get(i).privileges())));
      }
    }
    if (!held.isEmpty()) {
      text.paragraph(
              "What is marked as privileged is for the review organization and the department only"
                  + " and must not be passed on.")
          .table(HELD, held);
    }
    List<List<String>> released = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      String consent = authorized.get(documents.get(i).reference());
      if (consent != null) {
        released.add(List.of(String.valueOf(i + 1), consent));
      }
    }
    if (!released.isEmpty()) {
      text.paragraph(
              "Psychotherapy notes that this packet holds because the member has authorized it (45"
                  + " CFR 164.508(a)(2)):")
          .table(AUTHORIZED, released);
    }
    List<List<String>> out = new ArrayList<>();
    withheld.forEach(
        (reference, why) -> {
          String type = reference.substring(0, reference.indexOf('/'));
          // contents go with their documents
          if (!type.equals("Binary")) {
            out.add(List.of(String.valueOf(out.size() + 1), type, why));
          }
        });
    if (!out.isEmpty()) {
      text.paragraph("Withheld from the recipient of this packet:").table(WITHHELD, out);
    }
  }
}
