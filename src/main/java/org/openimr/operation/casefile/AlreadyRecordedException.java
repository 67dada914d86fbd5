package org.openimr.operation.casefile;

import java.util.List;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Another event was recorded under the same id; names in what it differs. */
public final class AlreadyRecordedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> differences;

  /**
   * Makes the exception.
   *
   * @param differences every part in which the events differ
   */
  public AlreadyRecordedException(List<Problem> differences) {
    super("Another event of this case has the same id.");
    this.differences = List.copyOf(differences);
  }

  /** In what the events differ. */
  public List<Problem> differences() {
    return differences;
  }
}
