package org.openimr.server.history;

import java.util.List;
import org.openimr.core.history.RowFault;

/** The first row of a file is of neither form of the public file. */
public final class UnusableDecisionFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<RowFault> faults;

  UnusableDecisionFileException(List<RowFault> faults) {
    super("no file of decisions in the department's public format");
    this.faults = List.copyOf(faults);
  }

  /** What is wrong with it. */
  public List<RowFault> faults() {
    return faults;
  }
}
