package org.openimr.fhir.casefile.intake;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.document.ContentHashes;
import org.openimr.fhir.casefile.document.UploadedContents;
import org.openimr.fhir.casefile.event.CaseEventReader;
import org.openimr.fhir.casefile.event.ToldEventReader;
import org.openimr.fhir.casefile.fact.CaseFactReader;
import org.openimr.fhir.casefile.fact.ServiceLines;
import org.openimr.fhir.casefile.fact.StatedFacts;
import org.openimr.fhir.casefile.profile.DocumentContents;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.casefile.profile.WithoutValue;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.BundleShape;
import org.openimr.fhir.casefile.submission.IdentifierCheck;
import org.openimr.fhir.casefile.submission.ReplacedDocuments;
import org.openimr.fhir.casefile.submission.StoredReferences;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedCase;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.casefile.submission.UnfoldedBundle;

/**
 * Reads a submitted Bundle into a case, or names everything that speaks against it at once.
 *
 * <p>May be used by many threads.
 */
public final class CaseBundleReader {

  /**
   * Who submits a case.
   *
   * @param role a code of {@code imr-party}
   * @param organization the id of the organization
   */
  public record Sender(String role, String organization) {

    /** The id of the plan, if it is one; else null. */
    String plan() {
      return role.equals("plan") ? organization : null;
    }
  }

  private final BundleParser parser;
  private final Vocabulary vocabulary;
  private final ProfileCheck profiles;
  private final CaseFactReader facts;
  private final ToldEventReader tellers;
  private final SubmittedForms forms;
  private final PolicyBinding binding;
  private final HistoryCheck histories;

  /**
   * Makes a reader.
   *
   * @param context the FHIR context
   * @param vocabulary the vocabulary of facts and events
   * @param policies the policies held, asked anew for each submission
   * @param profiles checks resources against their profiles
   * @param machines what governs the cases
   */
  public CaseBundleReader(
      FhirContext context,
      Vocabulary vocabulary,
      Supplier<PolicyBook> policies,
      ProfileCheck profiles,
      StateMachines machines) {
    this.histories = new HistoryCheck(machines);
    this.parser = new BundleParser(context, profiles);
    this.vocabulary = vocabulary;
    this.profiles = profiles;
    this.facts = new CaseFactReader(vocabulary, context);
    this.forms = new SubmittedForms(profiles.forms());
    this.tellers = new ToldEventReader(vocabulary, context);
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
    return read(body, received, stored, null);
  }

  /**
   * Reads a submission.
   *
   * @param body what was sent
   * @param received when it arrived
   * @param stored what is stored and may be referred to
   * @param sender who submits it; null if that is not asked
   * @return the case
   * @throws UnreadableResourceException naming every problem
   */
  public SubmittedCase read(
      SubmittedBody body, Instant received, StoredReferences stored, Sender sender) {
    UnfoldedBundle unfolded = new UnfoldedBundle(body.tree());
    ProblemList problems = new ProblemList(unfolded::asSent);
    problems.addAll(body.problems());
    BundleShape shape = new BundleShape(unfolded.tree(), problems);
    if (!shape.withinLimits()) {
      throw problems.exception();
    }
    shape.check();
    DocumentContents.check(unfolded.tree(), problems);
    ProblemList remarks = new ProblemList(unfolded::asSent);
    profiles.checkSubmission(unfolded.tree(), problems, remarks);
    List<Identifier> within = parser.within(unfolded, problems);
    Bundle bundle = parser.parse(unfolded.tree(), problems);
    List<SubmittedEntry> entries = BundleParser.entries(bundle);
    WithoutValue.check(bundle, entries, problems);
    profiles.systems().check(entries, problems, remarks);
    PlanCheck.check(entries, sender == null ? null : sender.plan(), problems);
    DoubtfulText.check(entries, remarks);
    if (sender != null) {
      List<Resource> sent = entries.stream().map(SubmittedEntry::resource).toList();
      entries.addAll(
          UploadedContents.of(sent, stored, sender.organization())
              .entries(bundle.getEntry().size()));
    }
    SubmittedCase read = read(bundle, entries, received, stored, sender, problems, remarks);
    if (!problems.empty()) {
      throw problems.exception();
    }
    return read.with(within);
  }

  private SubmittedCase read(
      Bundle bundle,
      List<SubmittedEntry> entries,
      Instant received,
      StoredReferences stored,
      Sender sender,
      ProblemList problems,
      ProblemList remarks) {
    BundleReferences references = new BundleReferences(entries);
    new IdentifierCheck(entries, problems).check();
    Map<String, Resource> found = new ReferenceCheck(entries, references, problems).check(stored);
    new ContentHashes(entries, references, problems).put();
    forms.check(bundle, entries, problems, remarks);
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof Task task) {
        new LeadingCaseCheck(vocabulary, stored, problems)
            .check(CaseEventReader.read(task, entry.path(), new ProblemList()), entry.path());
        return read(
            task, entry, bundle, received, sender, problems, remarks, entries, references, found);
      }
    }
    return null;
  }

  private SubmittedCase read(
      Task task,
      SubmittedEntry entry,
      Bundle bundle,
      Instant received,
      Sender sender,
      ProblemList problems,
      ProblemList remarks,
      List<SubmittedEntry> entries,
      BundleReferences references,
      Map<String, Resource> stored) {
    KeptFacts kept = new KeptFacts(vocabulary, facts);
    Facts read =
        kept.complete(
            facts.read(task, entry.path(), bundle, problems, remarks),
            task,
            bundle,
            stored.values());
    new ServiceLines(task, bundle).check(entry.path(), problems);
    CaseEventReader.Read stated = CaseEventReader.read(task, entry.path(), problems);
    CaseJudge.Judged judged =
        new CaseJudge(binding, task, entry.path(), read, stated, received)
            .judge(tellers.read(bundle, remarks), remarks);
    problems.addAll(judged.problems().all());
    if (judged.bound() == null) {
      return null;
    }
    if (sender != null && judged.problems().empty()) {
      histories.check(
          judged,
          stated,
          new StatedFacts(vocabulary).read(task, entry.path(), new ProblemList()),
          new HistoryCheck.Arrival(entry.path(), sender.role(), received, CaseStatus.stated(task)),
          problems);
    }
    List<DocumentReference> superseded = List.of();
    if (problems.empty()) {
      new FactsByEvent(vocabulary, facts)
          .compare(judged.bound().policy(), judged.reviewCase(), bundle, remarks);
      superseded = ReplacedDocuments.supersede(entries, references, stored);
      judged.told().forEach(event -> event.record(task));
      kept.state(read, task);
    }
    return new SubmittedCase(
        entries,
        references,
        stored,
        superseded,
        task,
        judged.bound().policy(),
        judged.bound().assumedText() ? judged.bound().policy().header().textDate() : null,
        judged.reviewCase(),
        List.of(),
        remarks.asSent());
  }
}
