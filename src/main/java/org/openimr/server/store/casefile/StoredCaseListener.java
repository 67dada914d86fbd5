package org.openimr.server.store.casefile;

import org.openimr.fhir.casefile.CaseFile;

/** Is told of every case that was submitted, in the transaction that stores it. */
@FunctionalInterface
public interface StoredCaseListener {

  /**
   * A case was stored.
   *
   * @param file the whole case as stored
   */
  void stored(CaseFile file);
}
