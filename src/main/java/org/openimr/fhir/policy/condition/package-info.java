/** Conditions as FHIRPath over the facts of the closed vocabulary. */
package org.openimr.fhir.policy.condition;
