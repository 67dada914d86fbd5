package org.openimr.core.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many rows of a file say the same of the member to somebody who knows it: its year, what was
 * wrong and what was asked for, age and gender. There are as many entries as there are such
 * combinations of categories, however many rows.
 */
public final class RowsAlike {

  private final Map<List<String>, Integer> rows = new HashMap<>();

  /** Counts a row. */
  public void add(PublicRow row) {
    rows.merge(key(row), 1, Integer::sum);
  }

  /** How many of the rows that were counted are like a row, itself among them. */
  public int of(PublicRow row) {
    return rows.getOrDefault(key(row), 0);
  }

  private static List<String> key(PublicRow row) {
    return List.of(
        row.year(),
        row.category().diagnosis(),
        row.category().treatment(),
        row.age(),
        row.gender());
  }
}
