package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import org.openimr.core.determination.PlainLanguage;
import org.openimr.core.determination.PlainTerms;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.determination.DeterminationQuestion.Line;

/**
 * Says of which lines the reasons are hard to read. It is a remark and refuses nothing: a text that
 * is hard to read may still be the right one.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-67</a>
 */
public final class PlainWords {

  private PlainWords() {}

  /**
   * Looks at the reasons.
   *
   * @param asked what is to be recorded
   * @param terms how plain they are meant to be
   * @return a remark for each line whose reasons ask for more than the school grade
   */
  public static List<Problem> remarks(DeterminationQuestion asked, PlainTerms terms) {
    List<Problem> remarks = new ArrayList<>();
    for (Line line : asked.lines()) {
      if (line.rationale() == null) {
        continue;
      }
      long grade = Math.round(PlainLanguage.grade(line.rationale().text()));
      if (grade > terms.grade()) {
        remarks.add(
            new Problem(
                "informational",
                line.rationale().place() + ".value",
                "The rationale reads like school grade "
                    + grade
                    + "; members are to understand it, and at most "
                    + terms.grade()
                    + " is meant. Shorter sentences and words help. See "
                    + terms.citation()
                    + "."));
      }
    }
    return remarks;
  }
}
