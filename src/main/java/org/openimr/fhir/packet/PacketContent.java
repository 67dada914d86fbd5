package org.openimr.fhir.packet;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.json.CanonicalJson;

/** Says what a packet is made from, so that the same is not issued twice. */
public final class PacketContent {

  private static final String EVENT = "https://openimr.org/fhir/CodeSystem/imr-event";

  private PacketContent() {}

  /**
   * Hashes what a packet is made from: the recipient, the case but for packets issued, and the
   * versions of all that belongs to it.
   *
   * @param file the case
   * @param recipient a code of {@code imr-packet-recipient}
   * @param context the FHIR context
   * @return 64 hexadecimal digits
   */
  public static String sha256(CaseFile file, String recipient, FhirContext context) {
    Task task = file.task().copy();
    // else its version would be written with its id
    task.setId(file.task().getIdElement().getIdPart());
    task.setMeta(new Meta());
    task.setLastModified(null);
    task.getInput().removeIf(input -> input.getType().hasCoding(EVENT, "packet-issued"));
    StringBuilder text = new StringBuilder(recipient).append('\n');
    for (Resource resource : file.resources()) {
      text.append(CaseFile.reference(resource))
          .append('/')
          .append(resource.getMeta().getVersionId())
          .append('\n');
    }
    text.append(
        new String(
            CanonicalJson.of(context.newJsonParser().encodeResourceToString(task)),
            StandardCharsets.UTF_8));
    return CanonicalJson.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
