package org.openimr.fhir.export;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which cases an export is about, and with them what belongs to them.
 *
 * @param cases whether it is about cases; else about everything that is stored
 * @param patients ids of the patients, of one of whom a case must be; empty for any
 * @param policies codes of the policies, under one of which it must be; empty for any
 * @param organizations ids of the organizations, one of which must be party to it; empty for any
 */
public record ExportScope(
    boolean cases, Set<String> patients, Set<String> policies, Set<String> organizations) {

  /** Everything. */
  public static final ExportScope SYSTEM = new ExportScope(false, Set.of(), Set.of(), Set.of());

  /** All cases. */
  public static final ExportScope PATIENTS = new ExportScope(true, Set.of(), Set.of(), Set.of());

  /** Keeps its own copies. */
  public ExportScope {
    patients = new TreeSet<>(patients);
    policies = new TreeSet<>(policies);
    organizations = new TreeSet<>(organizations);
  }
}
