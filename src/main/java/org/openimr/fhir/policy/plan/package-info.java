/**
 * The agreed shape of a PlanDefinition: its names, how it is read back into the policy text, and
 * what is wrong with it.
 */
package org.openimr.fhir.policy.plan;
