package org.openimr.core.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.deadline.StopOrder;
import org.openimr.core.eligibility.EligibilityAssessor;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StatedStatus;
import org.openimr.core.lifecycle.StatusPath;
import org.openimr.core.packet.PacketAssembler;
import org.openimr.core.packet.PacketManifest;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/**
 * What is concluded about a case at one time: eligibility, deadlines, and what its file lacks.
 *
 * @param opened the local date on which the case was opened
 * @param situation the case at that time under its policy
 * @param eligibility whether it is eligible
 * @param deadlines who owes what by when
 * @param manifest what the file for the reviewer holds and lacks
 */
public record CaseAssessment(
    LocalDate opened,
    Situation situation,
    EligibilityDecision eligibility,
    List<Deadline> deadlines,
    PacketManifest manifest) {

  /** Keeps its own copy. */
  public CaseAssessment {
    deadlines = List.copyOf(deadlines);
  }

  /**
   * Assesses a case.
   *
   * @param policy the policy bound to it
   * @param reviewCase its facts and events
   * @param documents what is in its file
   * @param asOf the time asked about
   * @return the conclusions
   * @throws UnacceptableCaseException naming everything that cannot be
   */
  public static CaseAssessment of(
      ReviewPolicy policy, ReviewCase reviewCase, List<CaseDocument> documents, Instant asOf) {
    Situation situation =
        Situation.of(policy, reviewCase.facts(), reviewCase.events(), EventTime.at(asOf));
    return new CaseAssessment(
        opened(situation, reviewCase, asOf),
        situation,
        EligibilityAssessor.assess(situation),
        DeadlineCalculator.deadlines(situation),
        manifest(situation, documents));
  }

  /**
   * Assesses a case that is about to be stored: refuses, besides, stops that lie before their
   * start.
   *
   * @param policy the policy bound to it
   * @param reviewCase its facts and events
   * @param documents what is in its file
   * @param asOf the time asked about
   * @return the conclusions
   * @throws UnacceptableCaseException naming everything that cannot be
   */
  public static CaseAssessment ofNew(
      ReviewPolicy policy, ReviewCase reviewCase, List<CaseDocument> documents, Instant asOf) {
    return stored(policy, reviewCase, documents, asOf, problem -> true);
  }

  /**
   * Assesses a case in which one more event is about to be stored: refuses that event, besides, if
   * it stops what starts only later.
   *
   * @param policy the policy bound to it
   * @param reviewCase its facts and events, the new one last
   * @param documents what is in its file
   * @param asOf the time asked about
   * @return the conclusions
   * @throws UnacceptableCaseException naming everything that cannot be
   */
  public static CaseAssessment ofGrown(
      ReviewPolicy policy, ReviewCase reviewCase, List<CaseDocument> documents, Instant asOf) {
    int last = reviewCase.events().size() - 1;
    return stored(policy, reviewCase, documents, asOf, problem -> problem.event() == last);
  }

  private static CaseAssessment stored(
      ReviewPolicy policy,
      ReviewCase reviewCase,
      List<CaseDocument> documents,
      Instant asOf,
      Predicate<Problem> blamed) {
    Situation situation =
        Situation.of(policy, reviewCase.facts(), reviewCase.events(), EventTime.at(asOf));
    Set<Problem> problems = new LinkedHashSet<>();
    EligibilityDecision eligibility =
        collected(() -> EligibilityAssessor.assess(situation), problems);
    List<Deadline> deadlines = collected(() -> DeadlineCalculator.deadlines(situation), problems);
    if (deadlines != null) {
      StopOrder.problems(situation, deadlines).stream().filter(blamed).forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new UnacceptableCaseException(List.copyOf(problems));
    }
    return new CaseAssessment(
        opened(situation, reviewCase, asOf),
        situation,
        eligibility,
        deadlines,
        manifest(situation, documents));
  }

  /**
   * Works out the statuses that the case has gone through.
   *
   * @param machine what governs the case
   * @param stated the status that was stated for it, or null
   * @return the statuses
   */
  public StatusPath path(StateMachine machine, StatedStatus stated) {
    return StatusPath.of(machine, situation, stated, CaseAssessment::outcome);
  }

  /**
   * Says what the criteria say of a case.
   *
   * @param situation the case at one time
   * @return a code of {@code imr-eligibility-outcome}
   */
  public static String outcome(Situation situation) {
    return EligibilityAssessor.assess(situation).outcome().code();
  }

  private static LocalDate opened(Situation situation, ReviewCase reviewCase, Instant asOf) {
    return ReviewCase.opened(reviewCase.events(), situation.policy().days().zone(), asOf);
  }

  private static PacketManifest manifest(Situation situation, List<CaseDocument> documents) {
    return PacketAssembler.assemble(
        situation.policy(), situation.facts(), documents, document -> true);
  }

  private static <T> T collected(Supplier<T> work, Set<Problem> problems) {
    try {
      return work.get();
    } catch (UnacceptableCaseException e) {
      problems.addAll(e.problems());
      return null;
    }
  }
}
