/**
 * Sensitive health information: which classes there are, by what they are recognized, and the
 * labels that resources bear for them. It is all data, in the CodeSystem {@code imr-sensitivity}
 * and its ValueSets.
 */
package org.openimr.fhir.sensitivity;
