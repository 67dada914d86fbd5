package org.openimr.fhir.casefile.intake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.casefile.submission.BundleShape;
import org.openimr.fhir.casefile.submission.ParseProblems;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.casefile.submission.UnfoldedBundle;

/** Makes FHIR of a submission that is JSON. */
final class BundleParser {

  private final FhirContext context;
  private final ProfileCheck profiles;

  BundleParser(FhirContext context, ProfileCheck profiles) {
    this.context = context;
    this.profiles = profiles;
  }

  /** The identifiers of Bundles within the submission, such as PAS requests and responses. */
  List<Identifier> within(UnfoldedBundle unfolded, ProblemList problems) {
    List<Identifier> identifiers = new ArrayList<>();
    for (int i = 0; i < unfolded.shells().size(); i++) {
      ObjectNode shell = unfolded.shells().get(i);
      String path = unfolded.path(i);
      ProblemList found = new ProblemList();
      BundleShape.checkWithin(shell, found);
      profiles.check(shell, found);
      found
          .all()
          .forEach(
              each ->
                  problems.add(
                      each.code(),
                      path + each.expression().substring("Bundle".length()),
                      each.text()));
      if (shell.path("identifier").path("value").isTextual()) {
        identifiers.add(
            new Identifier()
                .setSystem(shell.path("identifier").path("system").asText(null))
                .setValue(shell.path("identifier").path("value").asText()));
      }
    }
    return identifiers;
  }

  /** Reads the whole as FHIR. What cannot be read is told, and an empty Bundle given. */
  Bundle parse(ObjectNode tree, ProblemList problems) {
    List<Problem> found = new ArrayList<>();
    Bundle bundle = new Bundle();
    try {
      bundle = read(tree, found);
    } catch (DataFormatException | NullPointerException | ClassCastException e) {
      // HAPI's parser stumbles over some JSON of another type than FHIR has
      found.add(new Problem("structure", "Bundle", "The Bundle cannot be read as FHIR R4."));
    }
    if (problems.empty()) {
      // what the parser finds, the profiles have found with its place
      problems.addAll(found);
    }
    return bundle;
  }

  private Bundle read(ObjectNode tree, List<Problem> found) {
    IParser parser = context.newJsonParser();
    parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
    parser.setParserErrorHandler(new ParseProblems(found));
    return parser.parseResource(Bundle.class, tree.toString());
  }

  /** The resources that were sent; a Basic stands where none can be read. */
  static List<SubmittedEntry> entries(Bundle bundle) {
    List<SubmittedEntry> entries = new ArrayList<>();
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      BundleEntryComponent entry = bundle.getEntry().get(i);
      if (entry.hasResource() && !(entry.getResource() instanceof Basic)) {
        entries.add(new SubmittedEntry(i, entry.getFullUrl(), entry.getResource()));
      }
    }
    return entries;
  }
}
