package org.openimr.operation.casefile;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.assessment.EventRecording;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.lifecycle.StatedStatus;
import org.openimr.core.lifecycle.StatusPath;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.operation.access.Caller;

/** What is known of the stored cases, and what follows from it under their policies. */
public final class StoredCases implements KnownCases {

  private final CaseStore store;
  private final CaseFileReader reader;
  private final Supplier<PolicyBook> policies;
  private final StateMachines machines;

  /**
   * Looks at the cases of a store.
   *
   * @param store where cases are kept
   * @param reader reads their facts and events
   * @param policies the policies held, asked anew for each case
   * @param machines what governs the cases
   */
  public StoredCases(
      CaseStore store,
      CaseFileReader reader,
      Supplier<PolicyBook> policies,
      StateMachines machines) {
    this.store = store;
    this.reader = reader;
    this.policies = policies;
    this.machines = machines;
  }

  @Override
  public ReviewCase known(Caller caller, String id, Instant knownAt) {
    if (knownAt == null) {
      return reader.read(store.load(caller, id));
    }
    return reader.read(
        store
            .load(caller, id, knownAt)
            .orElseThrow(
                () ->
                    new UnreadableResourceException(
                        List.of(
                            new Problem(
                                "not-found",
                                "Parameters.parameter.where(name='knownAt')",
                                "Nothing was known of the case at that time; it was stored"
                                    + " later.")))));
  }

  /**
   * Assesses a case.
   *
   * @param file the case as stored
   * @param asOf the time asked about
   * @return what is concluded
   */
  public CaseAssessment assess(CaseFile file, Instant asOf) {
    ReviewCase known = reader.read(file);
    List<CaseDocument> documents = CaseDocuments.read(file.byReference());
    return CaseAssessment.of(policy(known), known, documents, asOf);
  }

  /**
   * Finds out in which status a case is that is submitted. What the submitter states counts where
   * no event shows a status, and is kept on the case.
   *
   * @param task the case, which is changed
   * @param assessment what is concluded about it
   * @param received when it arrived
   * @return the status
   */
  public StateMachine.Status submitted(Task task, CaseAssessment assessment, Instant received) {
    StateMachine machine = machines.governing(assessment.situation().policy());
    String stated = CaseStatus.stated(task);
    boolean counts =
        machine.status(stated) != null && !StatusPath.shown(machine, assessment.situation());
    StatedStatus kept = counts ? new StatedStatus(stated, received) : null;
    CaseStatus.keep(task, kept, assessment.situation().policy().days().zone());
    return assessment.path(machine, kept).status();
  }

  /** The status that a stored case is in. */
  public StateMachine.Status status(Task task, CaseAssessment assessment) {
    StateMachine machine = machines.governing(assessment.situation().policy());
    return assessment.path(machine, CaseStatus.kept(task)).status();
  }

  /**
   * Reads the lines of the disputed claim.
   *
   * @param file the case as stored
   * @return the lines, each with what the plan decided
   */
  public List<ServiceLine> lines(CaseFile file) {
    return reader.lines(file);
  }

  /** What governs a case. */
  public StateMachine machine(ReviewCase known) {
    return machines.governing(policy(known));
  }

  /** The case that a file holds. */
  public ReviewCase read(CaseFile file) {
    return reader.read(file);
  }

  /**
   * Records one more event in a case.
   *
   * @param file the case as stored
   * @param known what it holds
   * @param entry the event with what comes with it
   * @param now when it is recorded
   * @return the case that has the event
   */
  public Recorded record(CaseFile file, ReviewCase known, Entry entry, Instant now) {
    ReviewPolicy policy = policy(known);
    return new EventRecording(
            policy, machines.governing(policy), known, CaseStatus.kept(file.task()), now)
        .record(entry, CaseDocuments.read(file.byReference()));
  }

  /** The policy that is bound to a case. */
  public ReviewPolicy policy(ReviewCase known) {
    return policies
        .get()
        .byCanonical(known.policy())
        .orElseThrow(
            () ->
                new UnreadableResourceException(
                    List.of(
                        new Problem(
                            "not-found",
                            "Task.instantiatesUri",
                            "The policy to which the case is bound is not held here."))));
  }
}
