package org.openimr.server.security;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;

/**
 * What a request asks for.
 *
 * @param kind the interaction of FHIR's HTTP interface
 * @param type resource type; empty at system level
 * @param operation name with its dollar sign; empty if none
 * @param conditional whether a search of the server's decides which resource is written
 */
public record Interaction(
    RestOperationTypeEnum kind, String type, String operation, boolean conditional) {

  /** Replaces what is missing by the empty text. */
  public Interaction {
    type = type == null ? "" : type;
    operation = operation == null ? "" : operation;
  }
}
