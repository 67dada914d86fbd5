/**
 * Policies as people write them: the parsed tree of a {@code profiles/policy/**.yaml} file, the
 * laws that it may name, and the comparison of two. Nothing here knows FHIR; what a name means is
 * judged later, against the vocabulary.
 */
package org.openimr.fhir.policy.text;
