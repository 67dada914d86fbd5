package org.openimr.server.security.table;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be done with a resource, or with the server as a whole, beside the operations.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">FHIR R4, RESTful API</a>
 */
public enum Act {
  /** Read the latest version. */
  READ,
  /** Read one version. */
  VREAD,
  /** Read all versions of one resource. */
  HISTORY,
  /** Search a type. */
  SEARCH,
  /** Read all versions of all resources of a type. */
  HISTORY_TYPE,
  /** Read everything that was ever stored. */
  HISTORY_SYSTEM,
  /** Search all types at once. */
  SEARCH_SYSTEM,
  /** Store a new resource under an id that the server gives. */
  CREATE,
  /** Replace a resource. */
  UPDATE,
  /** Store a new resource under an id that the client gives. */
  UPDATE_CREATE,
  /** Change a part of a resource. */
  PATCH,
  /** Delete a resource. */
  DELETE,
  /** Check a resource. */
  VALIDATE,
  /** Let a search decide which resource is written; beside the write itself. */
  CONDITIONAL,
  /** Send a batch or transaction; its entries are acts of their own. */
  TRANSACTION,
  /** Follow a link to another page of results that the caller was given. */
  PAGE,
  /** Read what the server can do. */
  CAPABILITIES;

  /** Its name in the table, such as {@code history-type}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is about a type, and not about the server as a whole. */
  boolean aboutType() {
    return compareTo(TRANSACTION) < 0 && this != HISTORY_SYSTEM && this != SEARCH_SYSTEM;
  }

  /** Whether it shows what is stored. */
  boolean shows() {
    return compareTo(SEARCH) <= 0;
  }

  /** Whether it is about a resource that is not there yet, or may not be. */
  boolean creates() {
    return this == CREATE || this == UPDATE_CREATE || this == VALIDATE || this == CONDITIONAL;
  }

  static Optional<Act> ofCode(String code) {
    return Arrays.stream(values()).filter(act -> act.code().equals(code)).findFirst();
  }

  /** The act that an interaction is; empty for an operation, and for what is not known. */
  public static Optional<Act> of(RestOperationTypeEnum kind) {
    return Optional.ofNullable(
        kind == null
            ? null
            : switch (kind) {
              case READ -> READ;
              case VREAD -> VREAD;
              case HISTORY_INSTANCE -> HISTORY;
              case SEARCH_TYPE -> SEARCH;
              case HISTORY_TYPE -> HISTORY_TYPE;
              case HISTORY_SYSTEM -> HISTORY_SYSTEM;
              case SEARCH_SYSTEM -> SEARCH_SYSTEM;
              case CREATE -> CREATE;
              case UPDATE -> UPDATE;
              case PATCH -> PATCH;
              case DELETE -> DELETE;
              case VALIDATE -> VALIDATE;
              case TRANSACTION -> TRANSACTION;
              case GET_PAGE -> PAGE;
              case METADATA -> CAPABILITIES;
              default -> null;
            });
  }
}
