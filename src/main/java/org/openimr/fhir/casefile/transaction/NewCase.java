package org.openimr.fhir.casefile.transaction;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseKeys;

/**
 * A case that has been read and judged and is ready to be stored.
 *
 * @param task the case Task; the store gives it its case number
 * @param transaction a transaction Bundle with the case Task, its duties and all that was
 *     submitted; resources refer to each other by {@code urn:uuid}
 * @param shared full URLs of the entries (members, organizations, practitioners) that the
 *     submitting organization may have sent before; the store reuses those that it finds by
 *     identifier
 * @param parties the ids of the organizations that are party to the case
 * @param keys what the case is known by
 */
public record NewCase(
    Task task, Bundle transaction, List<String> shared, Set<String> parties, CaseKeys keys) {

  /** Keeps its own copies. */
  public NewCase {
    shared = List.copyOf(shared);
    parties = Set.copyOf(parties);
  }
}
