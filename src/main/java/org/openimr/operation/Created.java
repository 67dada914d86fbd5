package org.openimr.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;

/** The note on a request that it made a new resource; the server answers it with its address. */
public final class Created {

  private static final String KEY = Created.class.getName();

  private Created() {}

  /**
   * Notes the new resource.
   *
   * @param request the request that made it
   * @param id its type, id and version
   */
  static void put(RequestDetails request, IdType id) {
    request.getUserData().put(KEY, id);
  }

  /**
   * Finds the new resource.
   *
   * @param request a request
   * @return type, id and version of the resource that it made, or empty
   */
  public static Optional<IdType> by(RequestDetails request) {
    return Optional.ofNullable((IdType) request.getUserData().get(KEY));
  }
}
