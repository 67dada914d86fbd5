package org.openimr.operation.casefile;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.ConclusionTransaction;
import org.openimr.operation.access.Caller;

/**
 * Works out anew what is concluded of a stored case, and stores it where it changed; its facts and
 * events stay as they are.
 *
 * <p>Whoever renews a case holds it against other changes until its transaction ends.
 */
public final class CaseRenewal {

  private final StoredCases cases;
  private final CaseStore store;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   */
  public CaseRenewal(StoredCases cases, CaseStore store) {
    this.cases = cases;
    this.store = store;
  }

  /**
   * Renews a case.
   *
   * @param id the id of the case Task
   * @param now the time at which it is judged
   * @param reason why it is worked out anew
   * @return whether anything changed
   * @throws StaleCaseException if the case changed meanwhile
   */
  public boolean renew(String id, Instant now, String reason) {
    Instant second = Instant.ofEpochSecond(now.getEpochSecond());
    CaseFile file = store.load(Caller.SERVER, id);
    CaseAssessment assessment = cases.assess(file, second);
    ReviewPolicy policy = assessment.situation().policy();
    Optional<Bundle> changes =
        ConclusionTransaction.write(
            file,
            assessment,
            cases.status(file.task(), assessment),
            reason,
            TimeText.write(policy.days().at(second), policy.days().zone()));
    changes.ifPresent(bundle -> store.save(Caller.SERVER, bundle));
    return changes.isPresent();
  }
}
