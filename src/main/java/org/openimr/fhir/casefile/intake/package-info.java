/**
 * From a submission to a case, or to everything that speaks against it at once; and from what is
 * written anew of a stored case to whether it still says the same.
 */
package org.openimr.fhir.casefile.intake;
