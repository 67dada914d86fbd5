package org.openimr.core.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of rows that stand alone. */
public enum Alone {
  /** As much is left out of them as is needed, and their reasons. */
  COARSEN,
  /** They are not given. */
  WITHHOLD,
  /** They are given as they are: the department reads them before it publishes. */
  GIVE;

  /** The code of it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What has a code. */
  public static Optional<Alone> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
  }

  /** All codes. */
  public static List<String> codes() {
    return Arrays.stream(values()).map(Alone::code).toList();
  }
}
