package org.openimr.core.history;

import java.util.List;
import java.util.Locale;
import org.openimr.core.report.PublicRow;

/** The forms that the public file has had. */
public enum DecisionForm {
  /** 14 columns. */
  CURRENT("current", PublicRow.COLUMNS),
  /** 11 columns, which have spaces in their names; urgency and days are not told. */
  EARLIER("earlier", PublicRow.EARLIER_COLUMNS);

  private final String code;
  private final List<String> columns;

  DecisionForm(String code, List<String> columns) {
    this.code = code;
    this.columns = columns;
  }

  /** How it is called. */
  public String code() {
    return code;
  }

  /** The names of its columns, in their order. */
  public List<String> columns() {
    return columns;
  }

  /** A column's name without what copies of the file write in different ways. */
  static String plain(String name) {
    return name.replaceAll("[\\s_\\uFEFF]", "").toLowerCase(Locale.ROOT);
  }
}
