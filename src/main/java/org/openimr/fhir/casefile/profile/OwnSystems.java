package org.openimr.fhir.casefile.profile;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * The names that this project gives: its code systems, the systems of its identifiers and tags
 * (CodeSystem {@code imr-sid}), its extensions and profiles. A misspelt one would be taken for
 * somebody else's, and what it says (a fact, a party, a privilege, an organization) would be lost
 * without a word.
 */
public final class OwnSystems {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final String SID = "https://openimr.org/fhir/sid/";

  /** Addresses that only this project gives, however they are spelt. */
  private static final Pattern OURS =
      Pattern.compile(
          "\\s*https?:/*(www\\.)?openimr\\.org/+(fhir|sid|CodeSystem|StructureDefinition)\\b.*",
          Pattern.CASE_INSENSITIVE);

  private final Set<String> systems = new TreeSet<>();
  private final Set<String> structures = new TreeSet<>();

  /** Takes the names among definitions. */
  OwnSystems(Collection<? extends IBaseResource> definitions) {
    for (IBaseResource definition : definitions) {
      if (definition instanceof CodeSystem system) {
        systems.add(system.getUrl());
        if (system.getUrl().equals(CODES + "imr-sid")) {
          system.getConcept().forEach(concept -> systems.add(SID + concept.getCode()));
        }
      } else if (definition instanceof StructureDefinition structure) {
        structures.add(structure.getUrl());
      }
    }
  }

  /**
   * Looks at every name in a submission that looks like one of these and is none.
   *
   * @param entries the submission
   * @param problems where systems go
   * @param remarks where extensions and profiles go: they are carried
   */
  public void check(List<SubmittedEntry> entries, ProblemList problems, ProblemList remarks) {
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            system(path, element, problems);
            structure(path, element, remarks);
          });
    }
  }

  private void system(String path, Base element, ProblemList problems) {
    if (element instanceof Coding coding && unknown(coding.getSystem(), systems)) {
      problems.add(
          "code-invalid", path + ".system", "This project has no code system of that name.");
    } else if (element instanceof Identifier identifier
        && unknown(identifier.getSystem(), systems)) {
      problems.add(
          "code-invalid",
          path + ".system",
          "This project has no system of identifiers of that name.");
    }
  }

  private void structure(String path, Base element, ProblemList remarks) {
    if (element instanceof Extension extension && unknown(extension.getUrl(), structures)) {
      remarks.add(
          "not-found",
          path + ".url",
          "This project has no extension of that name; it is kept, and not read.");
    } else if (element instanceof CanonicalType profile
        && path.contains(".meta.profile[")
        && unknown(withoutVersion(profile.getValue()), structures)) {
      remarks.add(
          "not-found",
          path,
          "This project has no profile of that name; nothing was held against it.");
    }
  }

  private static boolean unknown(String name, Set<String> known) {
    return name != null && OURS.matcher(name).matches() && !known.contains(name);
  }

  private static String withoutVersion(String canonical) {
    return canonical == null ? null : canonical.replaceFirst("\\|.*$", "");
  }
}
