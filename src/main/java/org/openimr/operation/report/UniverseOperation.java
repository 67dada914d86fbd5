package org.openimr.operation.report;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.measure.UniverseQuestion;
import org.openimr.fhir.measure.UniverseTable;
import org.openimr.fhir.report.CsvLines;
import org.openimr.operation.access.Caller;

/**
 * {@code $universe}: all cases that the caller sees with all their clocks, one row a case, for
 * audits. Changes nothing.
 *
 * @see <a href="../../../../../../../docs/operations/universe.md">universe</a>
 */
public final class UniverseOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/universe";
  private static final int OK = 200;

  private final CountedCases cases;
  private final Supplier<PolicyBook> policies;
  private final AnswerRecord record;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases the cases
   * @param policies the policies held, asked anew each time
   * @param record records that the rows are given
   * @param clock says when cases are judged
   */
  public UniverseOperation(
      CountedCases cases, Supplier<PolicyBook> policies, AnswerRecord record, Clock clock) {
    this.cases = cases;
    this.policies = policies;
    this.record = record;
    this.clock = clock;
  }

  /** Writes the rows. */
  @Operation(
      name = "$universe",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void universe(RequestDetails request) throws IOException {
    PolicyBook held = policies.get();
    UniverseQuestion asked =
        UniverseQuestion.read(request.getParameters(), name -> knows(held, name));
    UniverseTable table = new UniverseTable(milestones(held, asked));
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Caller caller = Caller.of(request);
    // who is told of is recorded before the first row leaves; what comes between is in neither
    Set<String> told = new LinkedHashSet<>(cases.ids(caller, asked::means));
    record.record(request, told.stream().map(each -> "Task/" + each).toList());
    request
        .getResponse()
        .addHeader("Content-Disposition", "attachment; filename=\"imr-universe.csv\"");
    try (Writer out = request.getResponse().getResponseWriter(OK, "text/csv", "UTF-8", false)) {
      CsvLines lines = CsvLines.guarded(out);
      lines.write(table.columns());
      cases.each(
          caller,
          each -> {
            if (told.contains(each.id())) {
              write(lines, row(table, held, each, now));
            }
          });
    }
  }

  private static boolean knows(PolicyBook held, String name) {
    return held.codes().stream()
        .flatMap(code -> held.versions(code).stream())
        .anyMatch(each -> new UniverseQuestion(name).means(each.header().canonical()));
  }

  /** The milestones of the policies that are meant, in their order. */
  private static Set<String> milestones(PolicyBook held, UniverseQuestion asked) {
    Set<String> milestones = new LinkedHashSet<>();
    for (String code : held.codes()) {
      for (ReviewPolicy policy : held.versions(code)) {
        if (asked.means(policy.header().canonical())) {
          policy.milestones().forEach(each -> milestones.add(each.code()));
        }
      }
    }
    return milestones;
  }

  private static List<String> row(
      UniverseTable table, PolicyBook held, CountedCases.Known each, Instant now) {
    ReviewPolicy policy = held.byCanonical(each.known().policy()).orElse(null);
    if (policy == null) {
      return table.undecided(each.id(), each.known().policy());
    }
    try {
      Situation situation =
          Situation.of(policy, each.known().facts(), each.known().events(), EventTime.at(now));
      return table.row(each.id(), situation, DeadlineCalculator.deadlines(situation));
    } catch (UnacceptableCaseException undecided) {
      return table.undecided(each.id(), each.known().policy());
    }
  }

  private static void write(CsvLines lines, List<String> row) {
    try {
      lines.write(row);
    } catch (IOException gone) {
      // nobody listens any more
      throw new UncheckedIOException(gone);
    }
  }
}
