/** Measures and their reports as FHIR resources. */
package org.openimr.fhir.measure;
