package org.openimr.fhir.packet.archive;

/**
 * What an archive may cost at most.
 *
 * @param files how many files it may hold
 * @param length bytes of the largest file that is held whole, unpacked
 * @param total bytes of all files, unpacked
 */
public record ArchiveLimits(int files, long length, long total) {

  private static final int MOST_FILES = 10_000;
  private static final int TWICE_AND_A_BIT = 3;

  /**
   * The limits where a packet as JSON may have so many bytes; its documents stand in its zip twice.
   *
   * @param length the bytes
   * @return the limits
   */
  public static ArchiveLimits forPackets(long length) {
    return new ArchiveLimits(MOST_FILES, length, TWICE_AND_A_BIT * length);
  }
}
