/**
 * The operations that outside clients call, one class each, and the ports they need.
 *
 * <p>An operation reads its input, asks {@code core} for the answer and writes the output; it
 * decides nothing itself. {@link org.openimr.operation.Caller} says for whom. No class here knows
 * Spring, JPA or an HTTP status.
 */
package org.openimr.operation;
