package org.openimr.server.security.table;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;

/**
 * What a request asks for.
 *
 * @param kind the interaction of FHIR's HTTP interface
 * @param type resource type; empty at system level
 * @param operation name with its dollar sign; empty if none
 * @param conditional whether a search of the server's decides which resource is written
 * @param get whether it is asked for by GET or HEAD
 * @param lookedInto other types that a search looks into, by a chain or {@code _has}; {@code *} for
 *     any
 * @param asked names of the parameters, those of a condition included
 */
public record Interaction(
    RestOperationTypeEnum kind,
    String type,
    String operation,
    boolean conditional,
    boolean get,
    Set<String> lookedInto,
    Set<String> asked) {

  private static final String VALIDATE = "$validate";

  /** Replaces what is missing by the empty text. */
  public Interaction {
    if (VALIDATE.equals(operation)) {
      // FHIR has it among the operations and SMART among what needs the scope to create
      kind = RestOperationTypeEnum.VALIDATE;
      operation = "";
    }
    type = type == null ? "" : type;
    operation = operation == null ? "" : operation;
    lookedInto = Set.copyOf(lookedInto);
    asked = Set.copyOf(asked);
  }

  /** What a request asks for. */
  public static Interaction of(RequestDetails request) {
    String operation = request.getOperation();
    return new Interaction(
        request.getRestOperationType(),
        request.getResourceName(),
        operation != null && operation.startsWith("$") ? operation : "",
        request.getHeader("If-None-Exist") != null || conditionalWrite(request),
        request.getRequestType() == RequestTypeEnum.GET
            || request.getRequestType() == RequestTypeEnum.HEAD,
        lookedInto(request),
        request.getParameters() == null ? Set.of() : request.getParameters().keySet());
  }

  private static Set<String> lookedInto(RequestDetails request) {
    Set<String> types = SearchedTypes.of(request.getParameters());
    String condition = request.getHeader("If-None-Exist");
    if (condition != null) {
      types.addAll(SearchedTypes.ofQuery(condition));
    }
    return types;
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
