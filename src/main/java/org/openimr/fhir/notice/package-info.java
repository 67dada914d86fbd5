/**
 * Letters of the notices that a case owes: their texts, pages, and the resources they become; and
 * how a client wants one sent.
 */
package org.openimr.fhir.notice;
