package org.openimr.operation.casefile;

import java.util.List;
import org.hl7.fhir.r4.model.Task;

/**
 * A case that is about the same dispute as another, and that the caller is party to.
 *
 * @param task the case
 * @param relation how it is related, a code of {@code imr-case-relation}
 * @param common what both have in common, codes of {@code imr-common-ground}
 */
public record RelatedCase(Task task, String relation, List<String> common) {

  /** Keeps its own copy. */
  public RelatedCase {
    common = List.copyOf(common);
  }
}
