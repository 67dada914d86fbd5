package org.openimr.operation.packet;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.packet.archive.ZipVerifier;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.VerdictWriter;
import org.openimr.fhir.packet.seal.VerificationQuestion;
import org.openimr.operation.casefile.UrlParameters;

/**
 * {@code Bundle/$verify-packet}: whether a packet is whole, as it was signed, and by whom. Reads
 * nothing but what is sent, and keeps nothing of it.
 *
 * @see <a href="../../../../../../../docs/operations/verify-packet.md">verify-packet</a>
 */
public final class VerifyPacketOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/verify-packet";

  private final PacketVerifier verifier;
  private final ZipVerifier zips;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param verifier verifies packets
   * @param zips verifies packets that come as a zip
   * @param clock says whether certificates are still valid
   */
  public VerifyPacketOperation(PacketVerifier verifier, ZipVerifier zips, Clock clock) {
    this.verifier = verifier;
    this.zips = zips;
    this.clock = clock;
  }

  /** Verifies a packet; the body is read here, so that nothing of it is lost unnoticed. */
  @Operation(
      name = "$verify-packet",
      typeName = "Bundle",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters verify(RequestDetails request) {
    String type = request.getHeader("Content-Type");
    if (type != null && type.strip().startsWith("application/zip")) {
      return VerdictWriter.write(
          zips.verify(
              request.loadRequestContents(),
              VerificationQuestion.expected(request.getParameters()),
              clock.instant()));
    }
    UrlParameters.read(request);
    if (type != null && type.contains("xml")) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "not-supported",
                  null,
                  "A packet is verified in JSON: what was signed is the JSON, and XML is not it.")),
          true);
    }
    return VerdictWriter.write(
        verifier.verify(VerificationQuestion.read(request.loadRequestContents()), clock.instant()));
  }
}
