package org.openimr.fhir.secondlook;

/**
 * What a second rater wants.
 *
 * @param secondLook the id of the second rating; null to be told which there are
 * @param rating how the case ought to be decided; null to be given its file
 */
public record RatingQuestion(String secondLook, String rating) {}
