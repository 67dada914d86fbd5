package org.openimr.fhir.policy.text.file;

import org.openimr.fhir.policy.text.LawText;

/**
 * A law text together with the place of each of its parts.
 *
 * @param text the law
 * @param source its limits as a policy, with their lines
 */
public record LawSource(LawText text, PolicySource source) {}
