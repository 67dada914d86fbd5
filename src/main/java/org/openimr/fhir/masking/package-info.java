/**
 * Resources without what tells whom they are about, for those who decide about cases and not about
 * persons.
 */
package org.openimr.fhir.masking;
