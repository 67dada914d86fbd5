package org.openimr.operation.review;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.reviewer.ReviewTask;

/**
 * Whether what assigned reviewers found may be released as determination: not before the quality
 * check has passed.
 *
 * @see <a href="../../../../../../../docs/operations/take-review.md">take-review</a>
 */
public final class ReviewRelease {

  private static final String PASSED = "checked";
  private static final Set<String> TAKEN = Set.of("accepted", "assigned", "returned", PASSED);

  /** What an event of a review is recorded with, where the review organization works here. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "reviewer-assigned", "$assign-reviewer", "determination-made", "$record-determination");

  private ReviewRelease() {}

  /** What speaks against it; nothing where no reviewers are assigned here. */
  public static List<Problem> problems(CaseFile file) {
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

  /**
   * Says which operation an event is recorded with, as a bare one would go round its checks. Where
   * the review organization has not accepted the case here, somebody enters what it told otherwise.
   *
   * @return the operation, or empty if the event may be recorded by itself
   */
  public static Optional<String> instead(CaseFile file, ReviewCase known, String event) {
    return worksHere(file, known) ? Optional.ofNullable(INSTEAD.get(event)) : Optional.empty();
  }

  /** Whether the review organization has accepted the case with this server, and has it still. */
  public static boolean worksHere(CaseFile file, ReviewCase known) {
    return known.events().stream().anyMatch(each -> each.code().equals("imro-accepted"))
        && ReviewTask.of(file)
            .filter(review -> TAKEN.contains(String.valueOf(review.stage())))
            .isPresent();
  }
}
