package org.openimr.fhir.determination;

import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * What a determination is written with, beside what was determined.
 *
 * @param identifier what it is called
 * @param content the SHA-256 of the request that it was made of
 * @param made when it was made
 * @param author the review organization
 * @param effect what it does to the plan, a code of {@code imr-effect}
 * @param fullUrl by what it is referred to within the transaction that stores it
 */
public record DeterminationOrder(
    Identifier identifier,
    String content,
    DateTimeType made,
    Reference author,
    String effect,
    String fullUrl) {}
