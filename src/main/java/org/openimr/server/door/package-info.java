/**
 * The door: what every request passes before the FHIR interface sees it, and what no answer leaves
 * without.
 *
 * <p>{@link org.openimr.server.door.DoorConfig} lists the filters in their order. A refusal is an
 * exception that carries its OperationOutcome; {@link org.openimr.server.door.LastResort} writes
 * it.
 */
package org.openimr.server.door;
