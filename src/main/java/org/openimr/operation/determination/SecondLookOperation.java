package org.openimr.operation.determination;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.secondlook.Accuracy;
import org.openimr.core.secondlook.CaseSample;
import org.openimr.core.secondlook.SecondLookTerms;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.reviewer.Changes;
import org.openimr.fhir.secondlook.SecondLookQuestion;
import org.openimr.fhir.secondlook.SecondLookReader;
import org.openimr.fhir.secondlook.SecondLookTask;
import org.openimr.fhir.secondlook.SecondLookTask.Audit;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $second-look}: draws the cases of a reviewer's year that are rated a second time, and says
 * how often both ratings agree.
 *
 * @see <a href="../../../../../../../docs/operations/second-look.md">second-look</a>
 */
public final class SecondLookOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/second-look";

  private final RatedCases rated;
  private final CaseStore store;
  private final SecondLookTerms terms;
  private final Vocabulary vocabulary;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored
   * @param store where cases are kept
   * @param terms how many cases, and how often both must agree
   * @param vocabulary the codes of audited kinds
   * @param clock says when it is drawn
   */
  public SecondLookOperation(
      StoredCases cases,
      CaseStore store,
      SecondLookTerms terms,
      Vocabulary vocabulary,
      Clock clock) {
    this.rated = new RatedCases(cases, store);
    this.store = store;
    this.terms = terms;
    this.vocabulary = vocabulary;
    this.clock = clock;
  }

  /** Draws, and reports. */
  @Operation(
      name = "$second-look",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters draw(RequestDetails request) {
    Caller caller = Caller.of(request);
    SecondLookQuestion asked =
        CaseInquiry.sent(request)
            .read(parameters -> SecondLookReader.drawn(parameters, vocabulary));
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    over(asked, now);
    Audit audit = new Audit(caller.organization(), asked.reviewer(), asked.year(), asked.kind());
    Set<String> cases = rated.of(caller, asked, now);
    List<String> sample =
        CaseSample.draw(cases, caller.organization() + "/" + asked.reviewer(), asked.year(), terms);
    Map<String, Resource> before = looks(audit, sample);
    Bundle changes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    DateTimeType time = TimeText.write(now, ZoneOffset.UTC);
    for (String each : sample) {
      if (!before.containsKey(SecondLookTask.address(audit, each))) {
        Changes.named(SecondLookTask.made(audit, each, time).task(), null, changes);
      }
    }
    if (changes.hasEntry()) {
      store.save(caller, changes);
    }
    return answer(
        cases.size(), sample.stream().map(each -> SecondLookTask.address(audit, each)).toList());
  }

  /** Cases of a year that goes on are not all known. */
  private static void over(SecondLookQuestion asked, Instant now) {
    if (LocalDate.ofInstant(now, ZoneOffset.UTC).getYear() <= asked.year()) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "business-rule",
                  "Parameters.parameter.where(name='year')",
                  "The year "
                      + asked.year()
                      + " is not over, so that its cases are not all known; an earlier one was"
                      + " expected.")));
    }
  }

  private Map<String, Resource> looks(Audit audit, List<String> sample) {
    Set<String> addresses = new TreeSet<>();
    sample.forEach(each -> addresses.add(SecondLookTask.address(audit, each)));
    return store.read(Caller.SERVER, addresses);
  }

  private Parameters answer(int cases, List<String> addresses) {
    Map<String, Resource> looks = store.read(Caller.SERVER, Set.copyOf(addresses));
    List<SecondLookTask> all =
        addresses.stream().map(each -> new SecondLookTask((Task) looks.get(each))).toList();
    Accuracy accuracy =
        new Accuracy(
            all.size(),
            (int) all.stream().filter(SecondLookTask::rated).count(),
            (int) all.stream().filter(SecondLookTask::agreed).count(),
            terms.target());
    Parameters answer = new Parameters();
    answer.addParameter().setName("cases").setValue(new IntegerType(cases));
    answer.addParameter().setName("sampled").setValue(new IntegerType(accuracy.sampled()));
    answer.addParameter().setName("rated").setValue(new IntegerType(accuracy.rated()));
    answer.addParameter().setName("agreed").setValue(new IntegerType(accuracy.agreed()));
    if (accuracy.permille() >= 0) {
      answer
          .addParameter()
          .setName("accuracy")
          .setValue(new DecimalType(BigDecimal.valueOf(accuracy.permille(), 1)));
    }
    answer
        .addParameter()
        .setName("correctiveAction")
        .setValue(new BooleanType(accuracy.correctiveAction()));
    answer.addParameter().setName("citation").setValue(new StringType(terms.citation()));
    all.forEach(each -> answer.addParameter().setName("secondLook").setResource(each.task()));
    return answer;
  }
}
