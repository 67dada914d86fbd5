/** From a policy text to the PlanDefinition of the agreed shape, and to the policy in words. */
package org.openimr.fhir.policy.compiler;
