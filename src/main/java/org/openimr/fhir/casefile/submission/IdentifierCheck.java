package org.openimr.fhir.casefile.submission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.ProblemList;

/** Checks that no two resources claim one identity, and that nobody sets marks of the server. */
public final class IdentifierCheck {

  /** Types that are known again by their identifier when they come with another case. */
  public static final Set<String> SHARED = Set.of("Patient", "Organization", "Practitioner");

  // what the table of identities can hold
  private static final int LONGEST = 200;

  private final List<SubmittedEntry> entries;
  private final ProblemList problems;

  /** Of these entries; what cannot be is added to the problems. */
  public IdentifierCheck(List<SubmittedEntry> entries, ProblemList problems) {
    this.entries = entries;
    this.problems = problems;
  }

  /** Adds a problem for every identity that is claimed twice and every mark that is set. */
  public void check() {
    Map<String, SubmittedEntry> owners = new HashMap<>();
    for (SubmittedEntry entry : entries) {
      marks(entry);
      List<Identifier> identifiers = identifiers(entry.resource());
      for (int i = 0; i < identifiers.size(); i++) {
        identifier(entry, i, identifiers.get(i), owners);
      }
    }
  }

  private void identifier(
      SubmittedEntry entry, int i, Identifier identifier, Map<String, SubmittedEntry> owners) {
    String path = entry.path() + ".identifier[" + i + "]";
    if (identifier.getSystem() == null || identifier.getValue() == null) {
      return;
    }
    if (SHARED.contains(entry.resource().fhirType())
        && (identifier.getSystem().length() > LONGEST
            || identifier.getValue().length() > LONGEST)) {
      problems.add(
          "too-long",
          path,
          "System and value of the identifier have at most " + LONGEST + " characters each.");
    }
    String key =
        entry.resource().fhirType() + "|" + identifier.getSystem() + "|" + identifier.getValue();
    SubmittedEntry owner = owners.putIfAbsent(key, entry);
    if (owner != null) {
      problems.add(
          "duplicate",
          path,
          owner == entry
              ? "The identifier stands twice."
              : "The identifier is that of " + owner.path() + " as well.");
    }
  }

  private void marks(SubmittedEntry entry) {
    List<Coding> tags = entry.resource().getMeta().getTag();
    for (int i = 0; i < tags.size(); i++) {
      if (AccessMarks.ours(tags.get(i))) {
        problems.add(
            "forbidden",
            entry.path() + ".meta.tag[" + i + "]",
            "Only the server marks who is party to a resource.");
      }
    }
  }

  /** The identifiers of a resource; none if its type has none. */
  static List<Identifier> identifiers(Resource resource) {
    Property property = resource.getNamedProperty("identifier");
    return property == null
        ? List.of()
        : property.getValues().stream()
            .filter(Identifier.class::isInstance)
            .map((Base value) -> (Identifier) value)
            .toList();
  }
}
