package org.openimr.server.security.table;

/**
 * One way to ask for an operation.
 *
 * @param operation name with its dollar sign
 * @param place where it is asked for
 * @param type resource type; empty at the base address
 * @param get whether by GET; else by POST
 */
public record OperationCell(String operation, OperationPlace place, String type, boolean get) {}
