package org.openimr.fhir.packet;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;

/**
 * The packets that one recipient got about a case.
 *
 * @param packets the packets, oldest first
 */
public record IssuedPackets(List<Bundle> packets) {

  /** Keeps its own copy. */
  public IssuedPackets {
    packets = List.copyOf(packets);
  }

  /**
   * Picks the packets of a recipient.
   *
   * @param stored stored packets, by reference
   * @param recipient a code of {@code imr-packet-recipient}
   * @return those of the recipient
   */
  public static IssuedPackets of(Map<String, Resource> stored, String recipient) {
    return among(
        stored.values().stream().filter(Bundle.class::isInstance).map(Bundle.class::cast).toList(),
        recipient);
  }

  /**
   * Picks the packets of a recipient.
   *
   * @param packets packets of a case
   * @param recipient a code of {@code imr-packet-recipient}
   * @return those of the recipient
   */
  public static IssuedPackets among(Collection<Bundle> packets, String recipient) {
    return new IssuedPackets(
        packets.stream()
            .filter(packet -> tagged(packet, PacketBundleWriter.RECIPIENT, recipient))
            .sorted(Comparator.comparingInt(IssuedPackets::number))
            .toList());
  }

  private static int number(Bundle packet) {
    String value = packet.getIdentifier().getValue();
    return Integer.parseInt(value.substring(value.lastIndexOf('-') + 1));
  }

  private static boolean tagged(Bundle packet, String system, String code) {
    return packet.getMeta().getTag(system, code) != null;
  }

  /**
   * Returns the number of packets.
   *
   * @return how many were issued
   */
  public int count() {
    return packets.size();
  }

  /**
   * Picks those that hold, or leave out, the contents of their documents.
   *
   * @param inline whether they hold them; null for all
   * @return those
   */
  public IssuedPackets inline(Boolean inline) {
    return inline == null
        ? this
        : new IssuedPackets(
            packets.stream().filter(each -> ContentsApart.of(each) != inline).toList());
  }

  /**
   * Returns the packets of everything.
   *
   * @return the packets, oldest first
   */
  public List<Bundle> whole() {
    return packets.stream()
        .filter(packet -> packet.getMeta().getTag().stream().noneMatch(IssuedPackets::since))
        .toList();
  }

  /**
   * Returns the latest packet of everything.
   *
   * @return the packet, or empty if none was issued
   */
  public Optional<Bundle> last() {
    return whole().stream().reduce((before, after) -> after);
  }

  /**
   * Returns the latest packet of what came after a time.
   *
   * @param since the time; null for a packet of everything
   * @return the packet, or empty if none was issued
   */
  public Optional<Bundle> last(Instant since) {
    return since == null
        ? last()
        : latest(packet -> tagged(packet, PacketBundleWriter.SINCE, since.toString()));
  }

  /**
   * Returns what the recipient has of the case as it is now.
   *
   * @return the latest packet of everything and what was added to it since
   */
  public EarlierPackets current() {
    return last()
        .map(last -> new EarlierPackets(packets.subList(packets.indexOf(last), packets.size())))
        .orElse(EarlierPackets.NONE);
  }

  /**
   * Returns the first packet of what came late that was issued after a time.
   *
   * @param time the time, such as that of a packet that the recipient has
   * @return the packet, or empty if nothing was added since
   */
  public Optional<Bundle> added(Instant time) {
    return packets.stream()
        .filter(packet -> packet.getMeta().getTag().stream().anyMatch(IssuedPackets::since))
        .filter(packet -> packet.getTimestamp().toInstant().isAfter(time))
        .findFirst();
  }

  private static boolean since(Coding tag) {
    return PacketBundleWriter.SINCE.equals(tag.getSystem());
  }

  private Optional<Bundle> latest(Predicate<Bundle> wanted) {
    return packets.stream().filter(wanted).reduce((before, after) -> after);
  }

  /**
   * Returns the packet that was made from the same.
   *
   * @param content the hash of what a packet would be made from now
   * @return the packet, or empty if something has changed since
   */
  public Optional<Bundle> madeFrom(String content) {
    return latest(packet -> tagged(packet, PacketBundleWriter.CONTENT, content));
  }
}
