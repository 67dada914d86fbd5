package org.openimr.fhir.review;

import java.util.List;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a client wants assigned.
 *
 * @param organization the review organization, with its place
 * @param reviewers who is named
 * @param attestations what they attest
 */
public record AssignmentQuestion(
    Named organization, List<Named> reviewers, List<Named> attestations) {

  /**
   * A resource that is named: stored here, or brought along.
   *
   * @param reference what refers to it; null if it is brought along
   * @param resource the resource that is brought along; null if it is referred to
   * @param path the FHIRPath of it in the request
   */
  public record Named(Reference reference, Resource resource, String path) {

    /** The relative reference of what is stored; null if it is brought along or names no id. */
    public String stored() {
      String text = reference == null ? null : reference.getReference();
      return text != null && text.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}") ? text : null;
    }
  }

  /** Keeps its own copies. */
  public AssignmentQuestion {
    reviewers = List.copyOf(reviewers);
    attestations = List.copyOf(attestations);
  }
}
