package org.openimr.fhir.casefile.submission;

import org.hl7.fhir.r4.model.Resource;

/**
 * One entry of a submitted Bundle.
 *
 * @param index its place in the Bundle, from 0
 * @param fullUrl its full URL
 * @param resource the resource
 */
public record SubmittedEntry(int index, String fullUrl, Resource resource) {

  /** FHIRPath of the entry's resource. */
  public String path() {
    return "Bundle.entry[" + index + "].resource";
  }
}
