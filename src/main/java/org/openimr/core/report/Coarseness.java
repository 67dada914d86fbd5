package org.openimr.core.report;

import java.util.Arrays;
import java.util.List;

/** How much of what tells of the member is left out of a row; each step leaves out more. */
public enum Coarseness {
  /** Nothing. */
  NONE("nothing"),
  /** Sub-categories. */
  PARTS("sub-categories"),
  /** The band of the age as well. */
  AGE("age"),
  /** Gender as well. */
  GENDER("gender"),
  /** What was asked for as well. */
  TREATMENT("treatment"),
  /** What was wrong as well: the year is all that is left. */
  DIAGNOSIS("diagnosis");

  private final String leftOut;

  Coarseness(String leftOut) {
    this.leftOut = leftOut;
  }

  /** Whether what another step leaves out is left out here too. */
  boolean reaches(Coarseness other) {
    return compareTo(other) >= 0;
  }

  /** What is left out, in words; empty if it is nothing. */
  public List<String> leftOut() {
    return Arrays.stream(values())
        .filter(each -> each != NONE && reaches(each))
        .map(each -> each.leftOut)
        .toList();
  }
}
