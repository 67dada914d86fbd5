package org.openimr.fhir.packet.archive;

/**
 * A file in an archive, as its directory lists it.
 *
 * @param name its name, which is safe
 * @param packed whether it is compressed
 * @param crc its CRC-32
 * @param from where its bytes begin in the archive
 * @param size how many they are there
 * @param length how many they are unpacked
 */
record ArchivedFile(String name, boolean packed, long crc, int from, int size, long length) {}
