package org.openimr.fhir.review;

/**
 * What a client wants of the work of its own organization on a case or a duty.
 *
 * @param assignee the name of the person who is to do it, or null: nothing is said of that
 * @param release whether nobody in particular is to do it
 * @param queue the queue it belongs to, or null: nothing is said of that
 * @param note what is to be noted, or null
 */
public record WorkQuestion(String assignee, boolean release, String queue, String note) {}
