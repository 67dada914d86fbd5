/**
 * Determinations: as they come, held against the case and its packet, and written as Composition
 * and answer.
 */
package org.openimr.fhir.determination;
