package org.openimr.fhir.packet.seal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A packet number, taken apart: {@code <case number>-<recipient>-<n>}.
 *
 * @param text the number as it stands
 * @param about the case number; null if it is no packet number
 * @param recipient a code of {@code imr-packet-recipient}; null if it is no packet number
 * @param running which packet of that case and recipient it is, from 1
 */
record PacketNumber(String text, String about, String recipient, long running) {

  private static final Pattern PARTS =
      Pattern.compile("(.{1,100})-(imro|department|member|provider)-([0-9]{1,9})");

  static PacketNumber read(String text) {
    Matcher parts = PARTS.matcher(text);
    return parts.matches()
        ? new PacketNumber(text, parts.group(1), parts.group(2), Long.parseLong(parts.group(3)))
        : new PacketNumber(text, null, null, 0);
  }

  /** Says what this one is, where another one is expected. */
  PacketFinding instead(PacketNumber expected) {
    if (about == null || expected.about == null) {
      return PacketFinding.wrong(
          "other-packet", null, "It is not the packet of the expected number.");
    }
    if (!about.equals(expected.about)) {
      return PacketFinding.wrong("other-case", null, "It is a packet of another case.");
    }
    if (!recipient.equals(expected.recipient)) {
      return PacketFinding.wrong(
          "other-recipient", null, "It is a packet of the case for another recipient.");
    }
    return running < expected.running
        ? PacketFinding.wrong(
            "replayed",
            null,
            "It is an older packet of the case for this recipient: number "
                + running
                + ", where "
                + expected.running
                + " is expected.")
        : PacketFinding.wrong(
            "other-packet",
            null,
            "It is a later packet of the case for this recipient: number "
                + running
                + ", where "
                + expected.running
                + " is expected.");
  }
}
