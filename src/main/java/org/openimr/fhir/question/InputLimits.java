package org.openimr.fhir.question;

/**
 * How much one question about a case may hold.
 *
 * @param events most events in one request
 * @param facts most facts in one request
 */
public record InputLimits(int events, int facts) {

  /** What is allowed unless the server is told otherwise. */
  public static final InputLimits DEFAULT = new InputLimits(1000, 500);

  /** Refuses limits under which nothing could be asked. */
  public InputLimits {
    if (events < 1 || facts < 1) {
      throw new IllegalArgumentException("at least one event and one fact must be allowed");
    }
  }
}
