/** Reviewers of cases: reads who they are and what they attest, writes reviews and their seats. */
package org.openimr.fhir.reviewer;
