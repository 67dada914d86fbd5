package org.openimr.core.determination;

import java.util.List;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.reviewer.PanelDecision;

/**
 * What was determined of one disputed line, and why.
 *
 * @param line the line; null if the dispute is about a whole that has no lines
 * @param outcome what becomes of the plan's decision on it
 * @param rationale why, in words for the member
 * @param criteria the statutory criteria that were applied, codes of {@code
 *     imr-statutory-criterion}
 * @param citations the evidence and standards that are referred to, as they are cited
 * @param panel what the votes of a panel came to; null if none were told
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.33">Health
 *     and Safety Code 1374.33(b)</a>
 */
public record LineFinding(
    ServiceLine line,
    Outcome outcome,
    String rationale,
    List<String> criteria,
    List<String> citations,
    PanelDecision panel) {

  /** Keeps its own copies. */
  public LineFinding {
    criteria = List.copyOf(criteria);
    citations = List.copyOf(citations);
  }
}
