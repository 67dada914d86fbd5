package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reports to the regulator.
 *
 * @param leastAlike how many rows of a report must be alike in what they tell of the member, so
 *     that nothing is left out of them
 */
public record ReportSettings(@DefaultValue("11") int leastAlike) {

  /** Refuses numbers by which every row, or none, would stand alone. */
  public ReportSettings {
    if (leastAlike < 2 || leastAlike > 1000) {
      throw new IllegalArgumentException("openimr.report.least-alike must be 2 to 1000");
    }
  }
}
