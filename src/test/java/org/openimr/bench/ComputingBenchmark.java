package org.openimr.bench;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.eligibility.EligibilityAssessor;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * How fast the engine is, without FHIR and HTTP: a standard VCHCP case with nine events, on one
 * core.
 *
 * <p>Run by hand, from the root of the repository: see {@code docs/performance.md}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ComputingBenchmark {

  private final ReviewPolicy policy = HeldPolicies.policy("dmhc-imr-vchcp");
  private final Facts facts =
      Facts.none(HeldPolicies.VOCABULARY)
          .with("review-type", "medical-necessity")
          .with("urgency", "standard")
          .with("request-timing", "pre-service")
          .with("decision", "denied")
          .with("decision-basis", "medical-necessity")
          .with("provider-recommended", true);
  private final List<CaseEvent> events =
      List.of(
          event("decision-made", "2026-05-04T17:00:00Z"),
          event("member-notified-in-writing", "2026-05-05T17:00:00Z"),
          event("grievance-filed", "2026-05-11T17:00:00Z"),
          new CaseEvent(
              null,
              "grievance-resolved",
              EventTime.at(Instant.parse("2026-06-08T17:00:00Z")),
              null,
              "upheld",
              null,
              null,
              null),
          event("application-received", "2026-06-22T17:00:00Z"),
          event("application-complete", "2026-06-24T17:00:00Z"),
          event("eligibility-notified", "2026-06-30T17:00:00Z"),
          event("plan-notified", "2026-07-01T17:00:00Z"),
          event("records-sent", "2026-07-03T17:00:00Z"));
  private final EventTime asOf = EventTime.at(Instant.parse("2026-07-06T17:00:00Z"));

  private static CaseEvent event(String code, String time) {
    return CaseEvent.of(code, EventTime.at(Instant.parse(time)));
  }

  /** Every deadline, without explanations. */
  @Benchmark
  public List<Deadline> deadlines() {
    return DeadlineCalculator.deadlines(Situation.of(policy, facts, events, asOf));
  }

  /** Every finding, without explanations. */
  @Benchmark
  public EligibilityDecision eligibility() {
    return EligibilityAssessor.assess(Situation.of(policy, facts, events, asOf));
  }

  /** The explanations of every deadline as well. */
  @Benchmark
  public int explainedDeadlines() {
    int length = 0;
    for (Deadline deadline : deadlines()) {
      length += deadline.explain().length();
    }
    return length;
  }

  /** Runs the benchmarks; the arguments are those of JMH. */
  public static void main(String[] arguments) throws Exception {
    new Runner(new CommandLineOptions(arguments)).run();
  }
}
