/**
 * Requests for information that a case lacks: who is asked for what, and the letter that says so;
 * and what is sent in answer, as attachments.
 */
package org.openimr.fhir.request;
