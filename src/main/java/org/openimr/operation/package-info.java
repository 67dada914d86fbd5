/**
 * The operations that outside clients call, one class each, and the ports they need.
 *
 * <p>An operation reads its input, asks {@code core} for the answer and writes the output; it
 * decides nothing itself. {@link org.openimr.operation.access.Caller} says for whom. No class here
 * knows Spring, JPA or an HTTP status. Here are the operations of a case itself, submitted, asked
 * about and changed by events; packages below know nothing of them.
 */
package org.openimr.operation;
