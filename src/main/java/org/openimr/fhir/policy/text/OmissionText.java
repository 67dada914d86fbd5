package org.openimr.fhir.policy.text;

/**
 * A paragraph that is deliberately not modelled.
 *
 * @param address where it stands
 * @param reason why it is left out
 */
public record OmissionText(RuleText.Address address, String reason) {}
