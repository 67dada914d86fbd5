/**
 * Policies as data: a text in YAML, the PlanDefinition compiled from it, and the {@code
 * ReviewPolicy} that the engine computes with.
 *
 * <pre>
 * profiles/policy/**.yaml --PolicyTextReader--> PolicyText --PolicyCompiler--> PlanDefinition
 *                                                    ^                              |
 *                                                    +-------PolicyDecompiler-------+
 * PlanDefinition --PlanDefinitionReader--> org.openimr.core.policy.ReviewPolicy
 * </pre>
 *
 * <p>Every reader finds all problems at once. Conditions are FHIRPath over the facts of the closed
 * vocabulary; {@link org.openimr.fhir.policy.condition.ConditionParser} says which part of
 * FHIRPath.
 */
package org.openimr.fhir.policy;
