package org.openimr.operation.report;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.measure.CaseCounting;
import org.openimr.core.measure.Counted;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureDefinition.Unit;
import org.openimr.core.measure.MeasureTally;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.secondlook.SecondLookTask;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** Evaluates measures over all cases that somebody sees, each case read once. */
public final class MeasureEvaluation {

  private final CountedCases cases;
  private final CaseStore store;
  private final Supplier<PolicyBook> policies;
  private final CaseCounting counting;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param cases the cases
   * @param store where second ratings are
   * @param policies the policies held, asked anew each time
   * @param counting makes of cases what is counted
   * @param clock says when cases are judged
   */
  public MeasureEvaluation(
      CountedCases cases,
      CaseStore store,
      Supplier<PolicyBook> policies,
      CaseCounting counting,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.policies = policies;
    this.counting = counting;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param tallies the numbers, in the order of the measures
   * @param leftOut how many cases could not be worked out
   * @param at when they were judged
   */
  public record Evaluated(List<MeasureTally> tallies, long leftOut, Instant at) {}

  /**
   * Evaluates measures.
   *
   * @param caller who asks
   * @param measures the measures
   * @param first the first day of the period
   * @param last its last day
   * @param traced whether the cases behind each number are kept
   */
  public Evaluated evaluate(
      Caller caller,
      List<MeasureDefinition> measures,
      LocalDate first,
      LocalDate last,
      boolean traced) {
    Run run =
        new Run(
            measures.stream().map(each -> new MeasureTally(each, first, last, traced)).toList());
    if (run.needs(Unit.DUTY) || run.needs(Unit.CASE)) {
      cases.each(caller, run::take);
    }
    if (run.needs(Unit.RATING)) {
      store
          .marked("imr-second-look", AccessMarks.PARTY, caller.organization())
          .forEach(each -> run.rating(each, caller.organization()));
    }
    return new Evaluated(run.tallies, run.leftOut, run.now);
  }

  /** One pass over the cases. */
  private final class Run {

    private final List<MeasureTally> tallies;
    private final PolicyBook held = policies.get();
    private final Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    private long leftOut;

    Run(List<MeasureTally> tallies) {
      this.tallies = tallies;
    }

    boolean needs(Unit unit) {
      return tallies.stream().anyMatch(each -> each.measure().unit() == unit);
    }

    void take(CountedCases.Known each) {
      ReviewPolicy policy = held.byCanonical(each.known().policy()).orElse(null);
      if (policy == null) {
        leftOut++;
        return;
      }
      try {
        Situation situation =
            Situation.of(policy, each.known().facts(), each.known().events(), EventTime.at(now));
        List<Deadline> deadlines =
            needs(Unit.DUTY) ? DeadlineCalculator.deadlines(situation) : List.of();
        count("Task/" + each.id(), each, situation, deadlines);
      } catch (UnacceptableCaseException undecided) {
        leftOut++;
      }
    }

    private void count(
        String subject, CountedCases.Known each, Situation situation, List<Deadline> deadlines) {
      counting.duties(subject, each.parties(), situation, deadlines, duty -> add(duty, Unit.DUTY));
      for (MeasureTally tally : tallies) {
        if (tally.measure().unit() == Unit.CASE) {
          Counted whole =
              counting.whole(subject, each.parties(), situation, tally.measure().event());
          if (whole != null) {
            tally.add(whole);
          }
        }
      }
    }

    private void add(Counted thing, Unit unit) {
      for (MeasureTally tally : tallies) {
        if (tally.measure().unit() == unit) {
          tally.add(thing);
        }
      }
    }

    void rating(Task task, String organization) {
      if (SecondLookTask.is(task)) {
        SecondLookTask look = new SecondLookTask(task);
        add(
            counting.rating(
                CaseFile.reference(task),
                organization,
                look.kind(),
                look.year(),
                look.rated(),
                look.agreed()),
            Unit.RATING);
      }
    }
  }
}
