package org.openimr.fhir.reviewer;

import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.casefile.CaseFile;

/** Everything by which somebody of a case is known. */
public final class PartyNames {

  private PartyNames() {}

  /**
   * Finds the names.
   *
   * @param reference who it is
   * @param file the case
   * @return reference, identifiers and, of an organization, its name and those that it is part of
   */
  public static Set<String> of(Reference reference, CaseFile file) {
    return new Names(file.byReference()).of(reference);
  }
}
