package org.openimr.operation.report;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.List;

/**
 * Records that a request is answered, for operations that write their answer themselves, or whose
 * answer does not show by itself of which cases it tells.
 */
@FunctionalInterface
public interface AnswerRecord {

  /**
   * Records it; called before the first byte goes out.
   *
   * @param tasks the Tasks that the answer tells of, by reference; none if it tells of none singly
   */
  void record(RequestDetails request, Collection<String> tasks);

  /** Records an answer that tells of no case singly. */
  default void record(RequestDetails request) {
    record(request, List.of());
  }
}
