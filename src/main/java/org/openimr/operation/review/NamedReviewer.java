package org.openimr.operation.review;

import org.hl7.fhir.r4.model.PractitionerRole;
import org.openimr.core.reviewer.Candidate;
import org.openimr.fhir.review.AssignmentQuestion.Named;

/**
 * A reviewer whom a request names.
 *
 * @param named how
 * @param role the role
 * @param candidate what is known of the reviewer
 */
record NamedReviewer(Named named, PractitionerRole role, Candidate candidate) {}
