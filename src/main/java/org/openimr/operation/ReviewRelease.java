package org.openimr.operation;

import java.util.List;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.reviewer.ReviewTask;

/**
 * Whether what assigned reviewers found may be released as determination: not before the quality
 * check has passed.
 *
 * @see <a href="../../../../../../docs/operations/take-review.md">take-review</a>
 */
final class ReviewRelease {

  private static final String PASSED = "checked";

  private ReviewRelease() {}

  /** What speaks against it; nothing where no reviewers are assigned here. */
  static List<Problem> problems(CaseFile file) {
    return ReviewTask.of(file)
        .filter(review -> review.seats() > 0 && !PASSED.equals(review.stage()))
        .map(
            review ->
                List.of(
                    new Problem(
                        "business-rule",
                        "Parameters",
                        "The review is at the stage "
                            + review.stage()
                            + "; it is released after the quality check ($take-review, step"
                            + " check).")))
        .orElse(List.of());
  }
}
