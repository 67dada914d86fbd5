package org.openimr.operation.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.report.PublicRowReader;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StoredCases;

/** Makes the public row of a stored case from all that belongs to it. */
public final class PublicRowMaking {

  private final StoredCases cases;
  private final CaseStore store;
  private final PublicRowReader rows;

  /**
   * Makes it.
   *
   * @param cases reads stored cases
   * @param store where they are
   * @param rows makes rows of what was read
   */
  public PublicRowMaking(StoredCases cases, CaseStore store, PublicRowReader rows) {
    this.cases = cases;
    this.store = store;
    this.rows = rows;
  }

  /**
   * What was made of a case.
   *
   * @param decided when it was decided, in the local days of its policy
   * @param outcome its row, or why there is none
   */
  public record Made(LocalDate decided, PublicRowReader.Outcome outcome) {}

  /**
   * Makes the row of a case.
   *
   * @param id the id of the case Task, without type
   * @param now the time
   * @return what was made of it; empty if it is not decided
   * @throws NoSuchCaseException if there is no such case
   * @throws org.openimr.fhir.UnreadableResourceException if its policy is not held, or it cannot be
   *     read
   */
  public Optional<Made> of(String id, Instant now) {
    CaseFile file = store.load(Caller.SERVER, id);
    Situation situation = cases.assess(file, now).situation();
    LocalDate decided = PublicRowReader.decided(situation);
    return decided == null
        ? Optional.empty()
        : Optional.of(new Made(decided, rows.read(file, situation)));
  }
}
