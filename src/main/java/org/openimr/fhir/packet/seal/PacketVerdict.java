package org.openimr.fhir.packet.seal;

import java.util.List;

/**
 * What is to be held of a packet.
 *
 * @param number the packet number that it bears; empty if none
 * @param signer who signed it; null if it is not signed, or by nobody that can be told
 * @param signed when it says that it was signed, as FHIR has it; empty if it does not say
 * @param findings everything that was found
 */
public record PacketVerdict(
    String number, SignerName signer, String signed, List<PacketFinding> findings) {

  /** Keeps its own copy. */
  public PacketVerdict {
    findings = List.copyOf(findings);
  }

  /**
   * Says whether the packet is whole, as it was signed, by somebody who is trusted.
   *
   * @return true if nothing wrong was found
   */
  public boolean valid() {
    return findings.stream().noneMatch(PacketFinding::wrong);
  }
}
