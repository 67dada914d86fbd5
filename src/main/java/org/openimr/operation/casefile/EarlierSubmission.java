package org.openimr.operation.casefile;

/**
 * A submission that was stored.
 *
 * @param caseId the id of the case Task that came of it
 * @param contentSha256 the hash of its canonical content, 64 hexadecimal digits
 */
public record EarlierSubmission(String caseId, String contentSha256) {}
