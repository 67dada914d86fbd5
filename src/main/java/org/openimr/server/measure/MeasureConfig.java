package org.openimr.server.measure;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openimr.core.measure.CaseCounting;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureVocabulary;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.report.AnswerRecord;
import org.openimr.operation.report.CountedCases;
import org.openimr.operation.report.EvaluateMeasureOperation;
import org.openimr.operation.report.MeasureEvaluation;
import org.openimr.operation.report.ReviewSummaryOperation;
import org.openimr.operation.report.UniverseOperation;
import org.openimr.server.artifact.PackagedMeasures;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.policy.PolicyShelf;
import org.openimr.server.security.table.AccessRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Measures. */
@Configuration(proxyBeanMethods = false)
public class MeasureConfig {

  /** What measures may ask about. */
  @Bean
  public MeasureVocabulary measureVocabulary(PackagedPolicies packaged) {
    return new MeasureVocabulary(packaged.vocabulary());
  }

  /** Evaluates measures. */
  @Bean
  public MeasureEvaluation measureEvaluation(
      CountedCases cases, CaseStore store, PolicyShelf policies, MeasureVocabulary vocabulary) {
    return new MeasureEvaluation(
        cases, store, policies, new CaseCounting(vocabulary), Clock.systemUTC());
  }

  /** The measures that travel inside the program, by their ids. */
  @Bean
  public PackagedMeasures packagedMeasures(FhirContext context, MeasureVocabulary vocabulary) {
    return PackagedMeasures.read(context, vocabulary);
  }

  /** One measure, in FHIR. */
  @Bean
  public EvaluateMeasureOperation evaluateMeasure(
      PackagedMeasures packaged,
      MeasureEvaluation evaluation,
      AccessRule access,
      AnswerRecord record) {
    Map<String, MeasureDefinition> measures = new LinkedHashMap<>();
    packaged.measures().forEach(each -> measures.put(each.definition().id(), each.definition()));
    return new EvaluateMeasureOperation(measures, evaluation, access, access::seesMasked, record);
  }

  /** All of them, on a page. */
  @Bean
  public ReviewSummaryOperation reviewSummary(
      PackagedMeasures packaged,
      MeasureEvaluation evaluation,
      AnswerRecord record,
      AccessRule access) {
    return new ReviewSummaryOperation(
        packaged.measures().stream()
            .map(
                each ->
                    new ReviewSummaryOperation.Shown(
                        each.definition(), each.title(), each.description(), each.source()))
            .toList(),
        evaluation,
        record,
        access::seesMasked);
  }

  /** All cases with all their clocks. */
  @Bean
  public UniverseOperation universe(CountedCases cases, PolicyShelf policies, AnswerRecord record) {
    return new UniverseOperation(cases, policies, record, Clock.systemUTC());
  }
}
