package org.openimr.fhir.determination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.transaction.EventTransaction.Enclosure;

/**
 * A determination on its way into a case: the event that it is, and what is stored with it.
 *
 * @param file the whole case, its events named
 * @param known what the case holds
 * @param asked what is to be recorded
 * @param checked what came of holding it against the case
 * @param actor who made it, where that is not who records it; else null
 * @param now when it is recorded
 * @param fullUrl by what the event refers to the Composition
 */
public record DeterminationRecord(
    CaseFile file,
    ReviewCase known,
    DeterminationQuestion asked,
    DeterminationCheck.Result checked,
    String actor,
    Instant now,
    String fullUrl) {

  private static final String OUTCOME = "outcome";

  /** Names the Composition for the transaction. */
  public DeterminationRecord(
      CaseFile file,
      ReviewCase known,
      DeterminationQuestion asked,
      DeterminationCheck.Result checked,
      String actor,
      Instant now) {
    this(file, known, asked, checked, actor, now, "urn:uuid:" + UUID.randomUUID());
  }

  /**
   * Returns the event.
   *
   * @param policy the policy bound to the case
   * @param role the role of who records it
   * @return the event, with the outcome so far as it is known
   */
  public Entry entry(ReviewPolicy policy, String role) {
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()),
            Vocabulary.DETERMINATION_MADE,
            time(),
            actor,
            null,
            null,
            null,
            fullUrl);
    FactDefinition outcome = policy.vocabulary().fact(OUTCOME);
    return new Entry(
        event,
        checked.determination() == null
            ? Map.of()
            : Map.of(outcome, checked.determination().outcome().code()),
        role,
        // whoever reviews was held against the care when assigned
        false);
  }

  private EventTime time() {
    return asked.time() == null ? EventTime.at(now) : asked.time();
  }

  /**
   * Returns what the determination is called.
   *
   * @return the name that the client gives it, else the next number
   */
  public Identifier identifier() {
    return asked.identifier() == null ? DeterminationWriter.number(file) : asked.identifier();
  }

  /**
   * Writes what is stored with the event.
   *
   * @param writer writes determinations
   * @param policy the policy bound to the case
   * @return the determination, an answer to the claim if there is one, and those that they replace
   */
  public List<Enclosure> enclosures(DeterminationWriter writer, ReviewPolicy policy) {
    DeterminationOrder order =
        new DeterminationOrder(
            identifier(),
            asked.content(),
            CaseEntries.time(time(), policy.days().zone()),
            new PartyReferences(file.task(), file.byReference()).of("imro"),
            policy.header().effect(),
            fullUrl);
    List<Enclosure> all = new ArrayList<>();
    Composition composition = writer.write(file, checked.determination(), checked.records(), order);
    all.add(new Enclosure(composition, fullUrl));
    ClaimResponse answer = DeterminationAnswer.write(file, checked.determination(), order);
    if (answer != null) {
      AccessMarks.makeFinal(answer);
      all.add(new Enclosure(answer, "urn:uuid:" + UUID.randomUUID()));
    }
    replaced().forEach(each -> all.add(new Enclosure(each, null)));
    return all;
  }

  private List<Resource> replaced() {
    StoredDeterminations stored = StoredDeterminations.of(file);
    List<Resource> replaced = new ArrayList<>();
    for (Composition each : stored.counting()) {
      replaced.add(each.copy().setStatus(Composition.CompositionStatus.ENTEREDINERROR));
    }
    for (ClaimResponse each : stored.countingAnswers()) {
      replaced.add(each.copy().setStatus(ClaimResponse.ClaimResponseStatus.ENTEREDINERROR));
    }
    return replaced;
  }
}
