package org.openimr.fhir.report;

import java.util.List;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.report.PublicRowReader.Outcome;

/**
 * What is given of a case in a report.
 *
 * @param outcome what was made of it
 * @param row the row that is given, or null
 * @param leftOut what is left out of it, in words, as few rows are like it
 * @param alike how many rows of the report are like it, before anything is left out
 */
record GivenRow(Outcome outcome, PublicRow row, List<String> leftOut, long alike) {

  /** What became of it, in a word. */
  String state() {
    if (outcome.row() == null) {
      return "refused";
    }
    if (row == null) {
      return "withheld";
    }
    return leftOut.isEmpty() ? "given" : "coarser";
  }

  /** Why there is less than was made of the case. */
  List<String> reasons() {
    if (outcome.row() == null) {
      return outcome.refused();
    }
    return leftOut.isEmpty() ? List.of() : List.of("without " + String.join(", ", leftOut));
  }
}
