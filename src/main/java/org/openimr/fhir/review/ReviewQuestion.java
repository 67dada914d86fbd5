package org.openimr.fhir.review;

import org.openimr.fhir.review.AssignmentQuestion.Named;

/**
 * What a client does with a review.
 *
 * @param step a code of {@code imr-review-step}
 * @param organization the review organization that gets the case; null unless it is offered
 * @param attestation what the organization attests; null unless it accepts
 * @param reason a code of {@code imr-decline-reason}; null unless it declines
 * @param note what is to be noted, or null
 */
public record ReviewQuestion(
    String step, Named organization, Named attestation, String reason, String note) {}
