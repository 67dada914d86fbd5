package org.openimr.core.reviewer;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.openimr.core.reviewer.Objection.Subject;

/**
 * A review organization that accepts a case: finds every conflict that it has, as it attests and as
 * the case shows.
 *
 * @see <a href="../../../../../../../docs/operations/take-review.md">take-review</a>
 */
public final class Acceptance {

  private final ConflictCheck conflicts;

  /**
   * Prepares the question.
   *
   * @param terms what a conflict is
   * @param theCase the case
   * @param now when it is accepted
   */
  public Acceptance(AssignmentTerms terms, CaseAtHand theCase, Instant now) {
    this.conflicts = new ConflictCheck(terms, theCase, now);
  }

  /**
   * Finds what speaks against the organization.
   *
   * @param organization everything by which it is known
   * @param attestation what it attests
   * @return every reason; none if it may review
   */
  public List<Objection> objections(Set<String> organization, Attestation attestation) {
    conflicts.shown(Subject.ORGANIZATION, -1, organization, Set.of());
    conflicts.attested(attestation);
    if (attestation.by().stream().noneMatch(organization::contains)) {
      conflicts.object(attestation.place(), "it is not answered by the organization");
    }
    return conflicts.found();
  }
}
