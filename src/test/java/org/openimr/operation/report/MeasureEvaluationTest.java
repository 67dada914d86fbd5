package org.openimr.operation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.measure.CaseCounting;
import org.openimr.core.measure.MeasureCounts;
import org.openimr.core.measure.MeasureCounts.Population;
import org.openimr.core.measure.MeasureTally;
import org.openimr.core.measure.MeasureVocabulary;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.measure.MeasureReportWriter;
import org.openimr.fhir.reviewer.Changes;
import org.openimr.fhir.secondlook.SecondLookTask;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.server.artifact.PackagedMeasures;
import org.yaml.snakeyaml.Yaml;

/**
 * Measures over three made-up requests and over the story of an emergency, counted by hand: U80,
 * U81, U82.
 */
class MeasureEvaluationTest {

  private static final Caller PLAN = new Caller("desk", "plan", "phc");
  private static final MeasureVocabulary VOCABULARY =
      new MeasureVocabulary(HeldPolicies.VOCABULARY);
  private static final Map<String, PackagedMeasures.Packaged> MEASURES =
      PackagedMeasures.read(Submissions.CONTEXT, VOCABULARY).measures().stream()
          .collect(Collectors.toMap(each -> each.definition().id(), each -> each));
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-12-01T18:00:00Z"), ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final List<CountedCases.Known> cases = new ArrayList<>();
  private final MeasureEvaluation evaluation =
      new MeasureEvaluation(
          (caller, taker) -> cases.forEach(taker),
          store,
          () -> HeldPolicies.BOOK,
          new CaseCounting(VOCABULARY),
          NOW);

  private void request(String id, String decision, Set<String> parties, String... events) {
    Facts facts =
        Facts.none(HeldPolicies.VOCABULARY)
            .with("urgency", "standard")
            .with("request-timing", "pre-service")
            .with("decision", decision);
    List<CaseEvent> happened = new ArrayList<>();
    for (String each : events) {
      String[] parts = each.split(" ");
      happened.add(
          CaseEvent.of(parts[0], EventTime.at(OffsetDateTime.parse(parts[1]).toInstant())));
    }
    cases.add(
        new CountedCases.Known(
            id,
            parties,
            new ReviewCase(HeldPolicies.policy("phc-um").header().canonical(), facts, happened)));
  }

  /**
   * Approved on the last day, its provider told on the last second, its member a day late; denied a
   * day late, its provider told in time, its member never; modified in time, all told in time.
   */
  private void threeRequests() {
    request(
        "approved",
        "approved",
        Set.of("phc"),
        "request-received 2026-06-01T09:00:00-07:00",
        "decision-made 2026-06-08T10:00:00-07:00",
        "provider-notified 2026-06-09T10:00:00-07:00",
        "member-notified-in-writing 2026-06-11T10:00:00-07:00");
    request(
        "denied",
        "denied",
        Set.of("phc"),
        "request-received 2026-06-15T09:00:00-07:00",
        "decision-made 2026-06-23T10:00:00-07:00",
        "provider-notified 2026-06-24T09:00:00-07:00");
    request(
        "modified",
        "modified",
        Set.of("phc", "clinic"),
        "request-received 2026-06-29T09:00:00-07:00",
        "decision-made 2026-06-30T10:00:00-07:00",
        "provider-notified 2026-07-01T09:00:00-07:00",
        "member-notified-in-writing 2026-07-02T09:00:00-07:00");
  }

  private MeasureTally of(String measure, String first, String last) {
    return evaluation
        .evaluate(
            PLAN,
            List.of(MEASURES.get(measure).definition()),
            LocalDate.parse(first),
            LocalDate.parse(last),
            true)
        .tallies()
        .get(0);
  }

  private MeasureTally june(String measure) {
    return of(measure, "2026-06-01", "2026-06-30");
  }

  private MeasureTally july(String measure) {
    return of(measure, "2026-07-01", "2026-07-31");
  }

  private static String said(MeasureCounts counts) {
    return counts.count(Population.NUMERATOR)
        + " of "
        + counts.count(Population.DENOMINATOR)
        + " of "
        + counts.count(Population.INITIAL)
        + ": "
        + counts.percent();
  }

  private static String strata(MeasureTally tally, String stratum) {
    return tally.strata().get(stratum).entrySet().stream()
        .map(each -> each.getKey() + " " + said(each.getValue()))
        .collect(Collectors.joining("; "));
  }

  @Test
  void decisionsOnRequestsAreInTimeOrLate() {
    threeRequests();
    MeasureTally june = june("imr-decision-timeliness");
    assertThat(said(june.all())).isEqualTo("1 of 2 of 2: 50.0");
    assertThat(strata(june, "rule")).isEqualTo("U13 1 of 2 of 2: 50.0");
    assertThat(june.all().subjects(Population.NUMERATOR)).containsExactly("Task/approved");
    // five business days from Monday 29 June end on Monday 6 July
    assertThat(said(july("imr-decision-timeliness").all())).isEqualTo("1 of 1 of 1: 100.0");
  }

  @Test
  void allDutiesOfAMonthAreCounted() {
    threeRequests();
    MeasureTally june = june("imr-timeliness");
    assertThat(said(june.all())).isEqualTo("3 of 6 of 6: 50.0");
    assertThat(strata(june, "milestone"))
        .isEqualTo(
            "member-written-notice 0 of 2 of 2: 0.0; plan-decision 1 of 2 of 2: 50.0;"
                + " provider-notice 2 of 2 of 2: 100.0");
    assertThat(strata(june, "policy")).isEqualTo("phc-um|2025-10-08 3 of 6 of 6: 50.0");
    MeasureTally both = of("imr-timeliness", "2026-06-01", "2026-07-31");
    assertThat(strata(both, "month"))
        .isEqualTo("2026-06 3 of 6 of 6: 50.0; 2026-07 3 of 3 of 3: 100.0");
    assertThat(strata(both, "organization"))
        .isEqualTo("clinic 3 of 3 of 3: 100.0; phc 6 of 9 of 9: 66.7");
  }

  @Test
  void noticesOfDenialAndOfAuthorizationAreCountedApart() {
    threeRequests();
    assertThat(said(june("imr-denial-notice-timeliness").all())).isEqualTo("1 of 2 of 2: 50.0");
    assertThat(said(july("imr-denial-notice-timeliness").all())).isEqualTo("2 of 2 of 2: 100.0");
    assertThat(strata(july("imr-denial-notice-timeliness"), "decision"))
        .isEqualTo("modified 2 of 2 of 2: 100.0");
    assertThat(said(june("imr-authorization-notice-timeliness").all()))
        .isEqualTo("1 of 2 of 2: 50.0");
    assertThat(said(july("imr-authorization-notice-timeliness").all()))
        .isEqualTo("0 of 0 of 0: null");
  }

  @Test
  void aThirdOfTheRequestsWasDenied() {
    threeRequests();
    MeasureTally june = june("imr-denial-rate");
    assertThat(said(june.all())).isEqualTo("1 of 3 of 3: 33.3");
    assertThat(strata(june, "decision"))
        .isEqualTo(
            "approved 0 of 1 of 1: 0.0; denied 1 of 1 of 1: 100.0; modified 0 of 1 of 1: 0.0");
    assertThat(june.all().subjects(Population.INITIAL))
        .containsExactly("Task/approved", "Task/denied", "Task/modified");
  }

  @Test
  void whatIsNotDueYetIsNoPartOfTheWhole() {
    request("open", "none", Set.of("phc"), "request-received 2026-11-30T09:00:00-08:00");
    assertThat(said(of("imr-decision-timeliness", "2026-12-01", "2026-12-31").all()))
        .isEqualTo("0 of 0 of 1: null");
  }

  @Test
  void aCaseWhosePolicyIsNotHeldIsLeftOutAndSaidSo() {
    threeRequests();
    cases.add(
        new CountedCases.Known(
            "strange",
            Set.of("phc"),
            new ReviewCase(
                "https://openimr.org/fhir/PlanDefinition/gone|1",
                Facts.none(HeldPolicies.VOCABULARY),
                List.of())));
    MeasureEvaluation.Evaluated evaluated =
        evaluation.evaluate(
            PLAN,
            MEASURES.values().stream().map(PackagedMeasures.Packaged::definition).toList(),
            LocalDate.parse("2026-06-01"),
            LocalDate.parse("2026-06-30"),
            false);
    assertThat(evaluated.leftOut()).isEqualTo(1);
    assertThat(evaluated.tallies()).hasSize(8);
    assertThat(evaluated.tallies().get(0).all().subjects(Population.INITIAL)).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked")
  void theStoryOfAnEmergencyIsCounted() throws IOException {
    String id =
        Posted.submit(
            store,
            NOW,
            new Caller("desk", "plan", "vchcp"),
            Submissions.example("out-of-plan-emergency").toString());
    ReviewCase submitted = HeldCases.in(store).known(Caller.SERVER, id);
    List<CaseEvent> events = new ArrayList<>(submitted.events());
    Map<String, Object> story =
        new Yaml().load(Files.readString(Path.of("src/test/resources/report/emergency.yaml")));
    for (Map<String, Object> step : (List<Map<String, Object>>) story.get("steps")) {
      events.add(
          CaseEvent.of(
              (String) step.get("event"),
              EventTime.at(OffsetDateTime.parse((String) step.get("at")).toInstant())));
    }
    cases.add(
        new CountedCases.Known(
            id,
            Set.of("vchcp", "review"),
            new ReviewCase(
                submitted.policy(), submitted.facts().with("outcome", "overturned"), events)));

    // notice of eligibility until 8 June, records until 8 June, determination until 30 June,
    // payment
    // until 3 July: all in time
    MeasureTally duties = of("imr-timeliness", "2026-06-01", "2026-07-31");
    assertThat(said(duties.all())).isEqualTo("4 of 4 of 4: 100.0");
    assertThat(duties.strata().get("rule").keySet()).containsExactly("V22", "V23", "V25", "V34");
    assertThat(strata(duties, "owed-by"))
        .isEqualTo(
            "department 1 of 1 of 1: 100.0; imro 1 of 1 of 1: 100.0; plan 2 of 2 of 2: 100.0");
    MeasureTally reviews = june("imr-review-timeliness");
    assertThat(said(reviews.all())).isEqualTo("1 of 1 of 1: 100.0");
    assertThat(strata(reviews, "rule")).isEqualTo("V25 1 of 1 of 1: 100.0");
    MeasureTally overturned = june("imr-overturn-rate");
    assertThat(said(overturned.all())).isEqualTo("1 of 1 of 1: 100.0");
    assertThat(strata(overturned, "review-type"))
        .isEqualTo("emergency-urgent-claim 1 of 1 of 1: 100.0");
    assertThat(said(july("imr-overturn-rate").all())).isEqualTo("0 of 0 of 0: null");
    assertThat(said(of("imr-denial-rate", "2025-09-01", "2025-09-30").all()))
        .isEqualTo("1 of 1 of 1: 100.0");
    assertThat(said(of("imr-denial-notice-timeliness", "2025-09-01", "2025-09-30").all()))
        .isEqualTo("1 of 1 of 1: 100.0");
  }

  @Test
  void halfOfTheSecondRatingsAgree() {
    DateTimeType now = new DateTimeType("2027-01-11T10:00:00Z");
    look("a", "nurse-inpatient", now, "denied", "denied");
    look("b", "nurse-inpatient", now, "denied", "approved");
    look("c", "pharmacy", now, null, null);
    MeasureTally year = of("imr-inter-rater", "2026-01-01", "2026-12-31");
    assertThat(said(year.all())).isEqualTo("1 of 2 of 3: 50.0");
    assertThat(strata(year, "kind"))
        .isEqualTo("nurse-inpatient 1 of 2 of 2: 50.0; pharmacy 0 of 0 of 1: null");
    // the year of a sample does not lie within half of it
    assertThat(said(of("imr-inter-rater", "2026-01-01", "2026-06-30").all()))
        .isEqualTo("0 of 0 of 0: null");
  }

  @Test
  void theReportIsWrittenWithItsCases() throws IOException {
    threeRequests();
    MeasureReport report =
        MeasureReportWriter.write(june("imr-denial-rate"), NOW.instant(), 1, "phc", true);
    Files.writeString(
        Files.createDirectories(Path.of("target")).resolve("measure-report.json"),
        Submissions.CONTEXT.newJsonParser().setPrettyPrint(true).encodeResourceToString(report));
    assertThat(report.getMeasure())
        .isEqualTo("https://openimr.org/fhir/Measure/imr-denial-rate|0.1.0");
    assertThat(report.getGroupFirstRep().getMeasureScore().getValue())
        .isEqualByComparingTo("0.333");
    assertThat(report.getGroupFirstRep().getPopulation())
        .extracting(each -> each.getCode().getCodingFirstRep().getCode() + " " + each.getCount())
        .containsExactly("initial-population 3", "denominator 3", "numerator 1");
    assertThat(report.getEvaluatedResource())
        .extracting(Reference::getReference)
        .containsExactly("Task/approved", "Task/denied", "Task/modified");
    // every stratum of the measure stands there, without values where nothing is known
    assertThat(report.getGroupFirstRep().getStratifier())
        .extracting(each -> each.getCodeFirstRep().getCodingFirstRep().getCode())
        .containsExactly("policy", "organization", "month", "review-type", "urgency", "decision");
  }

  private void look(String id, String kind, DateTimeType now, String first, String second) {
    SecondLookTask look =
        SecondLookTask.made(new SecondLookTask.Audit("phc", "r", 2026, kind), "Task/" + id, now);
    if (first != null) {
      look = look.rated(first, second, now);
    }
    org.hl7.fhir.r4.model.Bundle changes = new org.hl7.fhir.r4.model.Bundle();
    changes.setType(org.hl7.fhir.r4.model.Bundle.BundleType.TRANSACTION);
    Changes.named(look.task(), null, changes);
    store.save(PLAN, changes);
  }
}
