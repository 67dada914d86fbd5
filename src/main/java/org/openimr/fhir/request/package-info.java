/**
 * Requests for information that a case lacks: who is asked for what, and the letter that says so.
 */
package org.openimr.fhir.request;
