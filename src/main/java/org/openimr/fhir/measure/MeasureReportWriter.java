package org.openimr.fhir.measure;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.openimr.core.measure.MeasureCounts;
import org.openimr.core.measure.MeasureCounts.Population;
import org.openimr.core.measure.MeasureTally;

/** Writes numbers as a MeasureReport, with the cases behind them if they are asked for. */
public final class MeasureReportWriter {

  private static final String POPULATIONS =
      "http://terminology.hl7.org/CodeSystem/measure-population";
  private static final String STRATA = "https://openimr.org/fhir/CodeSystem/imr-measure-stratum";
  private static final String LEFT_OUT =
      "https://openimr.org/fhir/StructureDefinition/imr-measure-left-out";

  private final MeasureReport report = new MeasureReport();
  private final boolean traced;

  private MeasureReportWriter(boolean traced) {
    this.traced = traced;
  }

  /**
   * Writes numbers.
   *
   * @param tally the numbers
   * @param at when cases were judged
   * @param leftOut how many cases could not be worked out
   * @param organization the id of the organization for which they are counted
   * @param traced whether the cases behind each number are written
   * @return the report
   */
  public static MeasureReport write(
      MeasureTally tally, Instant at, long leftOut, String organization, boolean traced) {
    MeasureReportWriter writer = new MeasureReportWriter(traced);
    writer.head(tally, at, leftOut, organization);
    writer.group(tally);
    return writer.report;
  }

  private void head(MeasureTally tally, Instant at, long leftOut, String organization) {
    report.setStatus(MeasureReport.MeasureReportStatus.COMPLETE);
    report.setType(
        traced
            ? MeasureReport.MeasureReportType.SUBJECTLIST
            : MeasureReport.MeasureReportType.SUMMARY);
    report.setMeasure(tally.measure().canonical());
    DateTimeType date = new DateTimeType(Date.from(at));
    date.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    report.setDateElement(date);
    report.setReporter(new Reference("Organization/" + organization));
    report.getPeriod().setStartElement(new DateTimeType(tally.first().toString()));
    report.getPeriod().setEndElement(new DateTimeType(tally.last().toString()));
    if (leftOut > 0) {
      report.addExtension(LEFT_OUT, new UnsignedIntType((int) leftOut));
    }
    if (traced) {
      tally
          .all()
          .subjects(Population.INITIAL)
          .forEach(each -> report.addEvaluatedResource(new Reference(each)));
    }
  }

  private void group(MeasureTally tally) {
    MeasureReportGroupComponent group = report.addGroup();
    for (Population each : Population.values()) {
      var population = group.addPopulation();
      population.setCode(concept(POPULATIONS, each.code()));
      population.setCount((int) tally.all().count(each));
      list(tally.all(), each, population::setSubjectResults);
    }
    score(tally.all(), group::setMeasureScore);
    tally
        .strata()
        .forEach(
            (stratum, values) -> {
              var stratifier = group.addStratifier();
              stratifier.addCode(concept(STRATA, stratum));
              for (Map.Entry<String, MeasureCounts> each : values.entrySet()) {
                stratum(stratifier.addStratum(), each.getKey(), each.getValue());
              }
            });
  }

  private void stratum(StratifierGroupComponent stratum, String value, MeasureCounts counts) {
    stratum.setValue(new CodeableConcept().setText(value));
    for (Population each : Population.values()) {
      var population = stratum.addPopulation();
      population.setCode(concept(POPULATIONS, each.code()));
      population.setCount((int) counts.count(each));
      list(counts, each, population::setSubjectResults);
    }
    score(counts, stratum::setMeasureScore);
  }

  private static void score(MeasureCounts counts, Consumer<Quantity> taker) {
    BigDecimal share = counts.share();
    if (share != null) {
      taker.accept(new Quantity().setValue(share));
    }
  }

  /** The cases of a population as a contained List. */
  private void list(MeasureCounts counts, Population population, Consumer<Reference> taker) {
    if (traced && counts.count(population) > 0) {
      ListResource list = new ListResource();
      list.setId("list-" + (report.getContained().size() + 1));
      list.setStatus(ListResource.ListStatus.CURRENT);
      list.setMode(ListResource.ListMode.SNAPSHOT);
      counts.subjects(population).forEach(each -> list.addEntry().setItem(new Reference(each)));
      report.addContained(list);
      taker.accept(new Reference("#" + list.getId()));
    }
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept(new Coding(system, code, null));
  }
}
