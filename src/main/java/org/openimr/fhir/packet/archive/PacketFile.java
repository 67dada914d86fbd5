package org.openimr.fhir.packet.archive;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A document of a packet as a file of its zip.
 *
 * @param name the name in the zip, such as {@code documents/003-denial-letter.pdf}
 * @param document the document, such as {@code DocumentReference/17}
 * @param sha256 the SHA-256 that the document states, 64 hexadecimal digits; empty if none
 * @param data its content in base64
 */
record PacketFile(String name, String document, String sha256, JsonNode data) {}
