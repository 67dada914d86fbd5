package org.openimr.fhir.packet;

import java.time.Instant;
import java.util.Set;

/**
 * What packet is wanted.
 *
 * @param recipient who gets it, a code of {@code imr-packet-recipient}
 * @param number the packet number
 * @param issued when it is issued; of a draft when the case last changed
 * @param draft whether it is a draft, which may lack elements
 * @param base the address of the server, under which what the packet holds has its full URLs
 * @param since only documents that came to the case after this; null for all
 * @param earlier what a packet of what came late adds to
 * @param held the identities of documents that a packet of what came late does not bring again
 * @param content the hash of what it is made from, 64 hexadecimal digits
 */
public record PacketOrder(
    String recipient,
    String number,
    Instant issued,
    boolean draft,
    String base,
    Instant since,
    EarlierPackets earlier,
    Set<String> held,
    String content) {

  /** Keeps its own copy. */
  public PacketOrder {
    held = Set.copyOf(held);
  }
}
