package org.openimr.fhir.mhd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Holds SubmissionSet and documents against the profile that they, or their Bundle, claim in {@code
 * meta.profile}. What claims none is held against none.
 *
 * @see <a href="https://profiles.ihe.net/ITI/MHD/ITI-65.html#2365412-message-semantics">IHE MHD,
 *     ITI-65, message semantics</a>
 */
final class ClaimedMetadata {

  /** How much metadata is claimed; each asks for what those before it ask for as well. */
  private enum Level {
    NONE,
    MINIMAL,
    UNCONTAINED,
    COMPREHENSIVE
  }

  private enum Rule {
    NEEDED,
    ONE,
    NONE,
    CONTAINED
  }

  private record Row(Level from, Rule rule, Set<String> paths) {}

  private static final String PROFILES =
      "https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.";
  private static final String EXTENSIONS =
      "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-";

  private static final Map<String, Level> NAMES =
      Map.of(
          "Minimal", Level.MINIMAL,
          "UnContained.Comprehensive", Level.UNCONTAINED,
          "Comprehensive", Level.COMPREHENSIVE);

  private static final List<Row> DOCUMENT =
      List.of(
          new Row(Level.MINIMAL, Rule.NEEDED, Set.of("masterIdentifier.system")),
          new Row(Level.MINIMAL, Rule.NONE, Set.of("modifierExtension", "docStatus")),
          new Row(Level.MINIMAL, Rule.ONE, Set.of("category")),
          new Row(
              Level.UNCONTAINED,
              Rule.NEEDED,
              Set.of(
                  "type",
                  "category",
                  "subject",
                  "securityLabel",
                  "content.attachment.language",
                  "content.attachment.creation",
                  "content.format",
                  "context.facilityType",
                  "context.practiceSetting",
                  "context.sourcePatientInfo")),
          new Row(
              Level.COMPREHENSIVE,
              Rule.CONTAINED,
              Set.of("author", "authenticator", "context.sourcePatientInfo")));

  private static final List<Row> SUBMISSION_SET =
      List.of(
          new Row(
              Level.MINIMAL,
              Rule.NONE,
              Set.of(
                  "modifierExtension",
                  "encounter",
                  "orderedBy",
                  "emptyReason",
                  "entry.flag",
                  "entry.deleted",
                  "entry.date")),
          new Row(Level.MINIMAL, Rule.ONE, Set.of("note")),
          new Row(Level.UNCONTAINED, Rule.NEEDED, Set.of("subject")),
          new Row(Level.COMPREHENSIVE, Rule.CONTAINED, Set.of("source")));

  private final List<Problem> problems;
  private final DomainResource resource;
  private final String place;
  private final String claim;

  private ClaimedMetadata(
      DomainResource resource, String place, String claim, List<Problem> problems) {
    this.resource = resource;
    this.place = place;
    this.claim = claim;
    this.problems = problems;
  }

  /** Checks all of a Bundle. */
  static void check(
      Bundle bundle, List<Integer> sets, List<Integer> documents, List<Problem> problems) {
    Level all = claimed(bundle, ".ProvideBundle");
    for (int entry : sets) {
      DomainResource set = (DomainResource) bundle.getEntry().get(entry).getResource();
      Level level = higher(all, claimed(set, ".SubmissionSet"));
      ClaimedMetadata held = of(set, entry, level, ".SubmissionSet", problems);
      held.check(SUBMISSION_SET, level);
      held.extensions(level);
    }
    for (int entry : documents) {
      DomainResource document = (DomainResource) bundle.getEntry().get(entry).getResource();
      Level level = higher(all, claimed(document, ".DocumentReference"));
      of(document, entry, level, ".DocumentReference", problems).check(DOCUMENT, level);
    }
  }

  private static ClaimedMetadata of(
      DomainResource resource, int entry, Level level, String kind, List<Problem> problems) {
    String name =
        NAMES.entrySet().stream()
            .filter(each -> each.getValue() == level)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining());
    return new ClaimedMetadata(
        resource,
        ProvidedDocumentsReader.place(entry) + ".resource",
        "IHE.MHD." + name + kind,
        problems);
  }

  private static Level claimed(Resource resource, String kind) {
    Level level = Level.NONE;
    for (CanonicalType each : resource.getMeta().getProfile()) {
      String profile = each.getValueAsString().split("\\|", 2)[0];
      if (profile.startsWith(PROFILES) && profile.endsWith(kind)) {
        String name = profile.substring(PROFILES.length(), profile.length() - kind.length());
        level = higher(level, NAMES.getOrDefault(name, Level.NONE));
      }
    }
    return level;
  }

  private static Level higher(Level one, Level other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void check(List<Row> rows, Level level) {
    for (Row row : rows) {
      if (level.compareTo(row.from()) >= 0) {
        row.paths().stream().sorted().forEach(path -> look(row.rule(), path));
      }
    }
  }

  private void look(Rule rule, String path) {
    List<Base> found = values(path);
    switch (rule) {
      case NEEDED -> {
        // each content needs what one content needs; there is one, as is looked at elsewhere
        if (found.isEmpty()) {
          found("required", path, "There is no " + path + ", which " + claim + " requires.");
        }
      }
      case ONE -> {
        if (found.size() > 1) {
          found("structure", path, "There is more than one " + path + " for " + claim + ".");
        }
      }
      case NONE -> {
        if (!found.isEmpty()) {
          found("structure", path, "There is " + path + ", which " + claim + " does not know.");
        }
      }
      case CONTAINED -> {
        if (!found.stream().allMatch(this::isContained)) {
          found("structure", path, path + " is not contained, as " + claim + " requires.");
        }
      }
    }
  }

  private void found(String code, String path, String text) {
    problems.add(new Problem(code, place + "." + path, text));
  }

  private List<Base> values(String path) {
    List<Base> found = List.of(resource);
    for (String name : path.split("\\.")) {
      List<Base> below = new ArrayList<>();
      found.forEach(each -> below.addAll(each.getNamedProperty(name).getValues()));
      below.removeIf(Base::isEmpty);
      found = below;
    }
    return found;
  }

  private boolean isContained(Base value) {
    return value instanceof Reference reference
        && reference.hasReference()
        && resource.getContained().stream()
            .anyMatch(
                each ->
                    reference
                        .getReference()
                        .equals("#" + each.getIdElement().getIdPart().replaceFirst("^#", "")));
  }

  private void extensions(Level level) {
    int kinds = resource.getExtensionsByUrl(EXTENSIONS + "designationType").size();
    if (level.compareTo(Level.UNCONTAINED) >= 0 && kinds == 0) {
      found(
          "required",
          "extension",
          "There is no ihe-designationType, which " + claim + " requires.");
    }
    if (level != Level.NONE
        && (kinds > 1 || resource.getExtensionsByUrl(EXTENSIONS + "sourceId").size() > 1)) {
      found(
          "structure",
          "extension",
          "There is more than one ihe-designationType or ihe-sourceId for " + claim + ".");
    }
  }
}
