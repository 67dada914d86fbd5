package org.openimr.operation.determination;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.determination.PlainTerms;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.reviewer.VotingTerms;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.answer.RemarkWriter;
import org.openimr.fhir.casefile.AssignedOrganizations;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.determination.DeterminationCheck;
import org.openimr.fhir.determination.DeterminationQuestion;
import org.openimr.fhir.determination.DeterminationQuestionReader;
import org.openimr.fhir.determination.DeterminationRecord;
import org.openimr.fhir.determination.DeterminationWriter;
import org.openimr.fhir.determination.PlainWords;
import org.openimr.fhir.determination.StoredDeterminations;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.AlreadyRecordedException;
import org.openimr.operation.casefile.CaseAtVersion;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.packet.ArrivedRecords;
import org.openimr.operation.review.AssignedReviewers;
import org.openimr.operation.review.ReviewRelease;

/**
 * {@code $record-determination}: records what a review organization determined of each disputed
 * line, why, and what it read of the packet that it got.
 *
 * @see <a
 *     href="../../../../../../../docs/operations/record-determination.md">record-determination</a>
 */
public final class RecordDeterminationOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/record-determination";
  private static final Set<String> REVIEWS = Set.of("imro", "imro-clerk", "imro-reviewer");

  private final StoredCases cases;
  private final CaseStore store;
  private final DeterminationQuestionReader reader;
  private final DeterminationWriter writer;
  private final PlainTerms plain;
  private final VotingTerms voting;
  private final ArrivedRecords records;
  private final InformationRequests requests;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param reader reads requests
   * @param writer writes determinations
   * @param plain how plain reasons are meant to be
   * @param voting how the votes of a panel become an outcome
   * @param records knows what has arrived and is in no packet yet
   * @param requests asks for what the case lacks after the event
   * @param clock says when it is recorded
   */
  public RecordDeterminationOperation(
      StoredCases cases,
      CaseStore store,
      DeterminationQuestionReader reader,
      DeterminationWriter writer,
      PlainTerms plain,
      VotingTerms voting,
      ArrivedRecords records,
      InformationRequests requests,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.reader = reader;
    this.writer = writer;
    this.plain = plain;
    this.voting = voting;
    this.records = records;
    this.requests = requests;
    this.clock = clock;
  }

  /** Records a determination. */
  @Operation(
      name = "$record-determination",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters record(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    CaseAtVersion subject = CaseAtVersion.of(store, caller, id.getIdPart(), request);
    DeterminationQuestion asked = CaseInquiry.sent(request).read(reader::read);
    CaseFile file = subject.whole(store);
    Optional<Composition> before = StoredDeterminations.of(file).named(asked.identifier());
    if (before.isPresent()) {
      requireSame(before.get(), asked);
      return answer(id.getIdPart(), before.get(), asked);
    }
    subject.requireLatest(file);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    List<Bundle> issued =
        store.read(Caller.SERVER, Set.copyOf(PacketIssue.of(file.task()))).values().stream()
            .filter(Bundle.class::isInstance)
            .map(Bundle.class::cast)
            .toList();
    ReviewCase known = cases.read(file);
    DeterminationCheck.Result checked =
        DeterminationCheck.of(
            asked,
            file,
            issued,
            records.waiting(file, known, issued),
            cases.lines(file),
            voting,
            AssignedReviewers.of(store, file));
    DeterminationRecord record =
        new DeterminationRecord(file, known, asked, checked, actor(caller), now);
    Recorded recorded = recorded(caller, file, record, checked.problems(), now);
    return store(caller, file, record, recorded, now);
  }

  private Recorded recorded(
      Caller caller, CaseFile file, DeterminationRecord record, List<Problem> found, Instant now) {
    List<Problem> problems = new ArrayList<>(found);
    problems.addAll(ReviewRelease.problems(file));
    Set<String> assigned = AssignedOrganizations.of(file);
    if (REVIEWS.contains(caller.role())
        && !assigned.isEmpty()
        && !assigned.contains(caller.organization())) {
      problems.add(
          new Problem(
              "forbidden",
              "Parameters",
              "The review is assigned to another review organization, which records its"
                  + " determination."));
    }
    ReviewCase known = record.known();
    if (determined(known, now)) {
      problems.add(
          new Problem(
              "business-rule",
              "Parameters",
              "The case has a determination; entered-in-error strikes it before another one is"
                  + " recorded."));
    }
    RefusedEventException refused = null;
    Recorded recorded = null;
    try {
      recorded = cases.record(file, known, record.entry(cases.policy(known), caller.role()), now);
    } catch (RefusedEventException e) {
      refused = e;
    }
    if (refused != null || !problems.isEmpty()) {
      throw new RefusedDeterminationException(problems, refused);
    }
    return recorded;
  }

  private boolean determined(ReviewCase known, Instant now) {
    ReviewPolicy policy = cases.policy(known);
    return Situation.of(policy, known.facts(), known.events(), EventTime.at(now))
            .timeline()
            .first(policy.vocabulary().event(Vocabulary.DETERMINATION_MADE))
        != null;
  }

  private Parameters store(
      Caller caller, CaseFile file, DeterminationRecord record, Recorded recorded, Instant now) {
    ReviewPolicy policy = recorded.assessment().situation().policy();
    DateTimeType time = TimeText.write(policy.days().at(now), policy.days().zone());
    Bundle changes =
        EventStep.changes(
            caller, file, recorded, requests, time, record.enclosures(writer, policy));
    store.save(caller, changes);
    String id = file.task().getIdElement().getIdPart();
    Composition stored =
        StoredDeterminations.of(store.load(Caller.SERVER, id))
            .named(record.identifier())
            .orElseThrow(StaleCaseException::new);
    return answer(id, stored, record.asked());
  }

  /** Who did it, where who records it is none of those who review. */
  private static String actor(Caller caller) {
    return REVIEWS.contains(caller.role()) ? null : "imro";
  }

  private static void requireSame(Composition before, DeterminationQuestion asked) {
    if (!StoredDeterminations.madeOf(before, asked.content())) {
      throw new AlreadyRecordedException(
          List.of(
              new Problem(
                  "duplicate",
                  "Parameters.parameter.where(name='identifier')",
                  "Another determination of this case has the same identifier.")));
    }
  }

  private Parameters answer(String id, Composition determination, DeterminationQuestion asked) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("case").setResource(CaseAtVersion.seen(store, Caller.SERVER, id));
    answer.addParameter().setName("determination").setResource(determination);
    List<Problem> remarks = PlainWords.remarks(asked, plain);
    if (!remarks.isEmpty()) {
      answer.addParameter().setName("issues").setResource(RemarkWriter.write(remarks));
    }
    return answer;
  }
}
