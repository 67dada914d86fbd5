package org.openimr.fhir.casefile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Reads a submitted Bundle into a case, or names everything that speaks against it at once.
 *
 * <p>May be used by many threads.
 */
public final class CaseBundleReader {

  private final FhirContext context;
  private final ProfileCheck profiles;
  private final CaseFactReader facts;
  private final PolicyBinding binding;

  /**
   * Makes a reader.
   *
   * @param context the FHIR context
   * @param vocabulary the vocabulary of facts and events
   * @param policies the policies held, asked anew for each submission
   * @param profiles checks resources against their profiles
   */
  public CaseBundleReader(
      FhirContext context,
      Vocabulary vocabulary,
      Supplier<PolicyBook> policies,
      ProfileCheck profiles) {
    this.context = context;
    this.profiles = profiles;
    this.facts = new CaseFactReader(vocabulary, context);
    this.binding = new PolicyBinding(policies);
  }

  /**
   * Reads a submission.
   *
   * @param body what was sent
   * @param received when it arrived
   * @param stored what is stored and may be referred to
   * @return the case
   * @throws UnreadableResourceException naming every problem
   */
  public SubmittedCase read(SubmittedBody body, Instant received, StoredReferences stored) {
    UnfoldedBundle unfolded = new UnfoldedBundle(body.tree());
    ProblemList problems = new ProblemList(unfolded::asSent);
    problems.addAll(body.problems());
    BundleShape shape = new BundleShape(unfolded.tree(), problems);
    if (!shape.withinLimits()) {
      throw problems.exception();
    }
    shape.check();
    DocumentContents.check(unfolded.tree(), problems);
    profiles.check(unfolded.tree(), problems);
    List<Identifier> within = bundlesWithin(unfolded, problems);
    Bundle bundle = parsed(unfolded.tree(), problems);
    SubmittedCase read = read(bundle, received, stored, problems);
    if (!problems.empty()) {
      throw problems.exception();
    }
    return read.with(within);
  }

  /** The identifiers of Bundles within the submission, such as PAS requests and responses. */
  private List<Identifier> bundlesWithin(UnfoldedBundle unfolded, ProblemList problems) {
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

  private Bundle parsed(ObjectNode tree, ProblemList problems) {
    List<Problem> found = new ArrayList<>();
    Bundle bundle = new Bundle();
    try {
      bundle = parse(tree, found);
    } catch (DataFormatException e) {
      found.add(new Problem("structure", "Bundle", "The Bundle cannot be read as FHIR R4."));
    }
    if (problems.empty()) {
      // what the parser finds, the profiles have found with its place
      problems.addAll(found);
    }
    return bundle;
  }

  private Bundle parse(ObjectNode tree, List<Problem> found) {
    IParser parser = context.newJsonParser();
    parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
    parser.setParserErrorHandler(new ParseProblems(found));
    return parser.parseResource(Bundle.class, tree.toString());
  }

  private SubmittedCase read(
      Bundle bundle, Instant received, StoredReferences stored, ProblemList problems) {
    List<SubmittedEntry> entries = entries(bundle);
    BundleReferences references = new BundleReferences(entries);
    new IdentifierCheck(entries, problems).check();
    Map<String, Resource> found = new ReferenceCheck(entries, references, problems).check(stored);
    new ContentHashes(entries, references, problems).put();
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof Task task) {
        return read(task, entry, bundle, received, problems, entries, references, found);
      }
    }
    return null;
  }

  private SubmittedCase read(
      Task task,
      SubmittedEntry entry,
      Bundle bundle,
      Instant received,
      ProblemList problems,
      List<SubmittedEntry> entries,
      BundleReferences references,
      Map<String, Resource> stored) {
    Facts read = facts.read(task, entry.path(), bundle, problems);
    CaseEventReader.Read events = CaseEventReader.read(task, entry.path(), problems);
    PolicyBinding.Bound bound =
        binding.find(task, events.events(), received, entry.path(), problems);
    if (bound == null) {
      return null;
    }
    ReviewCase reviewCase =
        new ReviewCase(bound.policy().header().canonical(), read, events.events());
    judge(bound, reviewCase, events, received, entry.path(), problems);
    return new SubmittedCase(
        entries,
        references,
        stored,
        problems.empty() ? ReplacedDocuments.supersede(entries, references, stored) : List.of(),
        task,
        bound.policy(),
        bound.assumedText() ? bound.policy().header().textDate() : null,
        reviewCase,
        List.of());
  }

  /** Works everything out once, also what lies in the future, to find what cannot be. */
  private static void judge(
      PolicyBinding.Bound bound,
      ReviewCase reviewCase,
      CaseEventReader.Read events,
      Instant received,
      String path,
      ProblemList problems) {
    Instant last = received;
    for (CaseEvent event : reviewCase.events()) {
      Instant time = event.time().instant();
      last = time != null && time.isAfter(last) ? time : last;
    }
    try {
      CaseAssessment.ofNew(bound.policy(), reviewCase, List.of(), last);
    } catch (UnacceptableCaseException e) {
      for (UnacceptableCaseException.Problem problem : e.problems()) {
        problems.add(
            "business-rule",
            problem.event() < 0
                ? path
                : path + ".input[" + events.inputs().get(problem.event()) + "]",
            problem.message());
      }
    }
  }

  private static List<SubmittedEntry> entries(Bundle bundle) {
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
