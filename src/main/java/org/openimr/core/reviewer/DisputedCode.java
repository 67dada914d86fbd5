package org.openimr.core.reviewer;

/**
 * A code of what a case is about.
 *
 * @param kind {@code procedure} of a service, {@code diagnosis} of what it is for
 * @param code the code
 */
public record DisputedCode(String kind, String code) {}
