package org.openimr.server.store.casefile;

import java.util.SortedSet;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds cases until a transaction ends, before anything of them is written: whoever holds one first
 * and writes then never waits for one who writes first and holds then.
 */
final class HeldCases {

  private final JdbcTemplate jdbc;

  HeldCases(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Holds a case. */
  void hold(String id) {
    jdbc.queryForList(
        "select case_id from imr_case where case_id = ? for update", String.class, id);
  }

  /** Holds the cases that a transaction changes, always in the same order. */
  void hold(Bundle changes) {
    SortedSet<String> cases = new TreeSet<>();
    for (Bundle.BundleEntryComponent entry : changes.getEntry()) {
      if (entry.getResource() instanceof Task task
          && CaseFile.isCase(task)
          && task.getIdElement().hasIdPart()) {
        cases.add(task.getIdElement().getIdPart());
      }
    }
    cases.forEach(this::hold);
  }
}
