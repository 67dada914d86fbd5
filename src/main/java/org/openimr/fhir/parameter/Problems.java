package org.openimr.fhir.parameter;

import java.util.ArrayList;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Collects everything that is wrong with an input, so that it can be reported at once. */
public final class Problems {

  /** More would tell nobody more, and make the answer longer than the question. */
  private static final int MOST = 100;

  private final List<Problem> all = new ArrayList<>(0);
  private boolean malformed;

  /** Notes that the shape is wrong. */
  public void malformed(String code, String expression, String text) {
    malformed = true;
    add(code, expression, text);
  }

  /** Notes that something was understood and cannot be accepted. */
  public void unacceptable(String code, String expression, String text) {
    add(code, expression, text);
  }

  private void add(String code, String expression, String text) {
    if (all.size() < MOST) {
      all.add(new Problem(code, expression, text));
    }
  }

  /** Throws if the shape is wrong; else gives what cannot be accepted, for others to add to. */
  public List<Problem> unlessMalformed() {
    if (malformed) {
      report();
    }
    return List.copyOf(all);
  }

  /** Throws if anything was noted. */
  public void report() {
    if (!all.isEmpty()) {
      throw new UnreadableResourceException(all, malformed);
    }
  }
}
