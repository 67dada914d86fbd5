package org.openimr.fhir.packet;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DocumentReference;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.sensitivity.SensitivityRules;

/** Finds what came to a case after its packet and was brought to a recipient by none since. */
public final class LateRecords {

  private final PacketView view;
  private final SensitivityRules sensitivity;

  /**
   * Makes it.
   *
   * @param view what recipients are not shown
   * @param sensitivity by what sensitive information is recognized
   */
  public LateRecords(PacketView view, SensitivityRules sensitivity) {
    this.view = view;
    this.sensitivity = sensitivity;
  }

  /**
   * Finds what a recipient lacks of a case and may be shown.
   *
   * @param file the case
   * @param recipient a code of {@code imr-packet-recipient}
   * @param held identities of the documents that it has, or need not get
   * @param on the day, in the zone of the policy
   * @return the documents, labelled
   */
  public List<DocumentReference> lacking(
      CaseFile file, String recipient, Set<String> held, LocalDate on) {
    return PacketBundleWriter.shown(file, recipient, null, Set.of(), on, view, sensitivity)
        .file()
        .resources()
        .stream()
        .filter(DocumentReference.class::isInstance)
        .map(DocumentReference.class::cast)
        .filter(each -> each.getMeta().hasLastUpdated())
        .filter(each -> !held.contains(EarlierPackets.identity(each)))
        .toList();
  }

  /**
   * Says from when on a packet must tell what came late, so that it brings certain documents.
   *
   * @param lacking the documents
   * @return just before the first of them was stored; empty if there are none
   */
  public static Optional<Instant> since(List<DocumentReference> lacking) {
    return lacking.stream()
        .map(each -> each.getMeta().getLastUpdated().toInstant())
        .min(Comparator.naturalOrder())
        .map(first -> first.minusMillis(1));
  }
}
