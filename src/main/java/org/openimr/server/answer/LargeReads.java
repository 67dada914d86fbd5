package org.openimr.server.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.openimr.server.content.FilledAnswers;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.http.retrieval.RawBinary;
import org.openimr.server.http.retrieval.Retrieval;

/** Gives a large resource that is read its room in memory before it is read. */
@Interceptor
public final class LargeReads {

  private final StoredSizes sizes;

  LargeReads(StoredSizes sizes) {
    this.sizes = sizes;
  }

  /** Waits for the room. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void findRoom(RequestDetails request, RestOperationTypeEnum kind) {
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place == null
        || kind != RestOperationTypeEnum.READ && kind != RestOperationTypeEnum.VREAD
        || request.getId() == null) {
      return;
    }
    String type = request.getResourceName();
    String id = request.getId().getIdPart();
    Long version = request.getId().getVersionIdPartAsLong();
    // a content that is given by itself is never in memory as a whole
    long bytes =
        Retrieval.of(request).head() || RawBinary.asked(request) || FilledAnswers.awaited(request)
            ? sizes.ofText(type, id, version)
            : sizes.of(type, id, version);
    place.load(bytes, bytes);
  }
}
