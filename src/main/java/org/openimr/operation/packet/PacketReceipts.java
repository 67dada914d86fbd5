package org.openimr.operation.packet;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.question.EventQuestion;
import org.openimr.fhir.question.EventQuestion.Receipt;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StaleCaseException;

/**
 * What a review organization says of the packet that it received: its number, and the SHA-256 of
 * its manifest, which it can know only if it read the packet.
 *
 * @see <a href="../../../../../../../docs/packets.md">packets</a>
 */
public final class PacketReceipts {

  private static final String RECIPIENT = "imro";
  private static final String DETAIL =
      "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  private final CaseStore store;
  private final PacketSeal seal;

  /**
   * Makes it.
   *
   * @param store where packets are kept
   * @param seal knows their manifests
   */
  public PacketReceipts(CaseStore store, PacketSeal seal) {
    this.store = store;
    this.seal = seal;
  }

  /** Refuses a receipt of a packet that was not issued, was replaced, or was not read. */
  public void check(Caller caller, Task task, EventQuestion asked) {
    Receipt receipt = asked.receipt();
    if (receipt == null) {
      return;
    }
    List<Bundle> issued =
        store.read(caller, Set.copyOf(PacketIssue.of(task))).values().stream()
            .filter(Bundle.class::isInstance)
            .map(Bundle.class::cast)
            .toList();
    List<Bundle> current = IssuedPackets.among(issued, RECIPIENT).current().packets();
    Bundle found =
        IssuedPackets.among(issued, RECIPIENT).packets().stream()
            .filter(each -> CaseFile.reference(each).equals(asked.evidence()))
            .findFirst()
            .orElse(null);
    if (found == null) {
      throw asked.unreceived(
          "not-found",
          "The evidence is no packet that was issued of this case for the review organization.");
    }
    String number = found.getIdentifier().getValue();
    if (!receipt.names(found.getIdentifier())) {
      throw asked.unreceived(
          "business-rule",
          "The evidence is packet " + number + "; its identifier names another one.");
    }
    if (!current.contains(found)) {
      throw asked.unreceived(
          "business-rule",
          "Packet "
              + number
              + " was replaced by "
              + current.get(0).getIdentifier().getValue()
              + ", which is to be read and acknowledged in its place.");
    }
    if (!seal.manifestSha256(found).equals(receipt.manifest())) {
      throw asked.unreceived(
          "business-rule",
          "The SHA-256 is not that of the manifest of packet "
              + number
              + ". It is counted over the canonical JSON (RFC 8785) of the whole section coded"
              + " imr-packet-section#manifest of the Composition. If it was, what was read is not"
              + " what was issued: read "
              + asked.evidence()
              + " again.");
    }
  }

  /** Keeps the receipt with its event, in the case. */
  public void keep(Bundle changes, CaseEvent event, EventQuestion asked) {
    Receipt receipt = asked.receipt();
    if (receipt == null) {
      return;
    }
    Identifier number =
        store.read(Caller.SERVER, Set.of(asked.evidence())).values().stream()
            .map(each -> ((Bundle) each).getIdentifier())
            .findFirst()
            .orElseThrow(StaleCaseException::new);
    changes.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(CaseFile::isCase)
        .flatMap(task -> task.getInput().stream())
        .map(PacketReceipts::detail)
        .filter(detail -> detail != null && named(detail, event.id()))
        .map(detail -> (Reference) detail.getExtensionByUrl("evidence").getValue())
        .forEach(
            evidence -> {
              evidence.setIdentifier(number.copy());
              evidence.addExtension(
                  EventQuestion.MANIFEST_SHA256, new StringType(receipt.manifest()));
            });
  }

  private static Extension detail(ParameterComponent input) {
    return input.getExtensionByUrl(DETAIL);
  }

  private static boolean named(Extension detail, String id) {
    Extension name = detail.getExtensionByUrl("id");
    return name != null && id.equals(name.getValue().primitiveValue());
  }
}
