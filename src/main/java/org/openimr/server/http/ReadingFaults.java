package org.openimr.server.http;

import java.util.Arrays;
import java.util.List;

/**
 * Tells a failure that came about while HAPI read what a client sent, which the client has to mend,
 * from one of the server itself.
 *
 * <p>HAPI lets through whatever its readers of numbers, addresses, bodies and patches throw on
 * input they did not expect. What threw says where that was.
 */
final class ReadingFaults {

  private record Place(String type, String method) {}

  private static final List<Place> READERS =
      List.of(
          new Place("ca.uhn.fhir.rest.param.", ""),
          new Place(
              "ca.uhn.fhir.rest.server.method.", "translateQueryParametersIntoServerArgument"),
          new Place("ca.uhn.fhir.rest.server.servlet.ServletRequestDetails", ""),
          new Place("ca.uhn.fhir.rest.server.RestfulServerUtils", "extract"),
          new Place("ca.uhn.fhir.rest.server.RestfulServer", "populateRequestDetails"),
          new Place("ca.uhn.fhir.parser.", "parse"),
          new Place("ca.uhn.fhir.parser.ParserState", ""),
          new Place("ca.uhn.fhir.parser.json.", "load"),
          new Place("ca.uhn.fhir.util.UrlUtil", ""),
          new Place("ca.uhn.fhir.util.ValidateUtil", ""),
          new Place("org.hl7.fhir.r4.model.IdType", "get"),
          new Place("ca.uhn.fhir.jpa.searchparam.MatchUrlService", ""),
          // it casts whatever resource comes to the one that it expects
          new Place("ca.uhn.fhir.jpa.dao.JpaResourceDaoValueSet", "expand"),
          new Place("ca.uhn.fhir.jpa.patch.", ""));

  private ReadingFaults() {}

  /** Whether the deepest cause was thrown by one of HAPI's readers of requests. */
  static boolean include(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    // Memory and class files are no matter of the request.
    return deepest instanceof RuntimeException
        && Arrays.stream(deepest.getStackTrace()).anyMatch(ReadingFaults::reads)
        && Arrays.stream(deepest.getStackTrace()).noneMatch(ReadingFaults::readsTheStore);
  }

  /** Whether anything among the causes was thrown where HAPI parses the body of a request. */
  static boolean inABody(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (Arrays.stream(cause.getStackTrace()).anyMatch(ReadingFaults::parses)) {
        return true;
      }
    }
    return false;
  }

  private static boolean parses(StackTraceElement frame) {
    return frame.getClassName().equals("ca.uhn.fhir.rest.server.method.ResourceParameter")
        || frame.getClassName().equals("org.openimr.fhir.parameter.SentParameters");
  }

  private static boolean readsTheStore(StackTraceElement frame) {
    return frame.getClassName().endsWith(".JpaStorageResourceParser");
  }

  private static boolean reads(StackTraceElement frame) {
    return READERS.stream()
        .anyMatch(
            place ->
                frame.getClassName().startsWith(place.type())
                    && frame.getMethodName().startsWith(place.method()));
  }
}
