package org.openimr.operation.casefile;

import java.time.Instant;
import org.openimr.fhir.casefile.transaction.NewCase;

/**
 * A case to be stored, and under what name it was submitted.
 *
 * @param organization the id of the submitting organization
 * @param identifier the identifier of the submitted Bundle
 * @param contentSha256 the hash of its canonical content, 64 hexadecimal digits
 * @param received when it arrived
 * @param newCase what is to be stored
 */
public record NewSubmission(
    String organization,
    SubmissionIdentifier identifier,
    String contentSha256,
    Instant received,
    NewCase newCase) {}
