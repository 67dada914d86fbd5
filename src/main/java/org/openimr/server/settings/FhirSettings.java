package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the FHIR interface answers.
 *
 * @param baseUrl address that clients use, ending in {@code /fhir}, where it is not the one of the
 *     request, as behind a proxy; empty for that of the request
 * @param pageSize entries on a page of search results where the client asks for no number
 * @param maximumPageSize entries on a page at most
 */
public record FhirSettings(
    @DefaultValue("") String baseUrl,
    @DefaultValue("50") int pageSize,
    @DefaultValue("200") int maximumPageSize) {

  /** Refuses addresses that are not web addresses and page sizes that contradict each other. */
  public FhirSettings {
    if (!baseUrl.isEmpty() && !baseUrl.matches("https?://[^\\s?#]+/fhir")) {
      throw new IllegalArgumentException(
          "openimr.fhir.base-url must be an http or https address that ends in /fhir");
    }
    if (pageSize < 1 || maximumPageSize < pageSize || maximumPageSize > 1000) {
      throw new IllegalArgumentException(
          "openimr.fhir.page-size must be at least 1 and at most openimr.fhir.maximum-page-size,"
              + " which must be at most 1000");
    }
  }
}
