package org.openimr.fhir.casefile;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;

/**
 * The code systems of this project. A misspelt one would be taken for somebody else's, and what it
 * says (a fact, a party, a privilege) would be lost without a word.
 */
final class OwnSystems {

  private static final String OURS = "https://openimr.org/fhir/CodeSystem/";

  private final Set<String> known = new TreeSet<>();

  /** Takes the code systems among definitions. */
  OwnSystems(Collection<? extends IBaseResource> definitions) {
    for (IBaseResource definition : definitions) {
      if (definition instanceof CodeSystem system) {
        known.add(system.getUrl());
      }
    }
  }

  /** Reports every coding of a system that looks like one of these and is none. */
  void check(List<SubmittedEntry> entries, ProblemList problems) {
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            if (element instanceof Coding coding
                && coding.hasSystem()
                && coding.getSystem().startsWith(OURS)
                && !known.contains(coding.getSystem())) {
              problems.add(
                  "code-invalid",
                  path + ".system",
                  "This project has no code system of that name.");
            }
          });
    }
  }
}
