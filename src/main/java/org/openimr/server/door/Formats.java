package org.openimr.server.door;

import ca.uhn.fhir.rest.api.EncodingEnum;
import java.util.Locale;
import java.util.Set;

/** The formats that this server reads and writes, by the names that clients give them. */
final class Formats {

  static final Set<String> READ_AND_WRITTEN =
      Set.of(
          "json",
          "xml",
          "application/fhir+json",
          "application/json",
          "text/json",
          "application/fhir+xml",
          "application/xml",
          "text/xml");

  static final String SPOKEN = "speaks application/fhir+json and application/fhir+xml.";

  private Formats() {}

  /** A media type without its parameters, in lower case. */
  static String mediaType(String header) {
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether HAPI takes a media type for a form of FHIR that it could write and this server not. */
  static boolean foreign(String type) {
    EncodingEnum encoding = EncodingEnum.forContentType(type);
    return encoding == EncodingEnum.RDF || encoding == EncodingEnum.NDJSON;
  }
}
