/**
 * Bodies as they were sent, looked at element by element along FHIR's definitions, to say where
 * each fault stands. Parsers stop at the first fault and do not know its place.
 */
package org.openimr.fhir.body;
