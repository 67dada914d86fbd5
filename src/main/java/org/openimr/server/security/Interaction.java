package org.openimr.server.security;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;

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

  /** What a request asks for. */
  static Interaction of(RequestDetails request) {
    String operation = request.getOperation();
    return new Interaction(
        request.getRestOperationType(),
        request.getResourceName(),
        operation != null && operation.startsWith("$") ? operation : "",
        request.getHeader("If-None-Exist") != null || conditionalWrite(request));
  }

  private static boolean conditionalWrite(RequestDetails request) {
    return switch (request.getRestOperationType()) {
      case UPDATE, PATCH, DELETE ->
          (request.getId() == null || !request.getId().hasIdPart())
              && !request.getParameters().isEmpty();
      default -> false;
    };
  }
}
