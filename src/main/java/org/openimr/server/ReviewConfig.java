package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.openimr.fhir.casefile.profile.AnswersCheck;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.determination.DeterminationQuestionReader;
import org.openimr.fhir.determination.DeterminationWriter;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.determination.RateSecondLookOperation;
import org.openimr.operation.determination.RecordDeterminationOperation;
import org.openimr.operation.determination.SecondLookOperation;
import org.openimr.operation.packet.ArrivedRecords;
import org.openimr.operation.review.AssignReviewerOperation;
import org.openimr.operation.review.TakeReviewOperation;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.artifact.PackagedReviewers;
import org.openimr.server.artifact.PackagedSecondLook;
import org.openimr.server.security.table.AccessRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reviews need: who may review, who does, what it comes to, and who looks again. */
@Configuration(proxyBeanMethods = false)
public class ReviewConfig {

  /** Who may review. */
  @Bean
  public ReviewerTermsBook reviewerTerms(PackagedPolicies packaged) {
    return PackagedReviewers.read(packaged.vocabulary());
  }

  /** Holds what is attested against the form. */
  @Bean
  public AnswersCheck answers(FhirContext context, ProfileCheck profiles) {
    return new AnswersCheck(context, profiles);
  }

  /** Who reviews. */
  @Bean
  public AssignReviewerOperation reviewers(
      StoredCases cases,
      CaseStore store,
      ReviewerTermsBook terms,
      AnswersCheck answers,
      InformationRequests requests) {
    return new AssignReviewerOperation(cases, store, terms, answers, requests, Clock.systemUTC());
  }

  /** Who takes a case for review. */
  @Bean
  public TakeReviewOperation reviews(
      StoredCases cases,
      CaseStore store,
      ReviewerTermsBook terms,
      AnswersCheck answers,
      InformationRequests requests,
      AccessRule access,
      PackagedPolicies packaged) {
    return new TakeReviewOperation(
        cases, store, terms, answers, requests, access, packaged.vocabulary(), Clock.systemUTC());
  }

  /** Which cases are rated a second time. */
  @Bean
  public SecondLookOperation secondLooks(
      StoredCases cases, CaseStore store, PackagedPolicies packaged) {
    return new SecondLookOperation(
        cases, store, PackagedSecondLook.read().terms(), packaged.vocabulary(), Clock.systemUTC());
  }

  /** Second ratings. */
  @Bean
  public RateSecondLookOperation ratings(
      StoredCases cases, CaseStore store, PackagedPolicies packaged) {
    return new RateSecondLookOperation(
        cases, store, PackagedSecondLook.read().shown(), packaged.vocabulary(), Clock.systemUTC());
  }

  /** Determinations. */
  @Bean
  public RecordDeterminationOperation determinations(
      FhirContext context,
      PackagedPolicies packaged,
      StoredCases cases,
      CaseStore store,
      ReviewerTermsBook terms,
      ArrivedRecords records,
      InformationRequests requests) {
    PackagedDeterminations with = PackagedDeterminations.read(context);
    return new RecordDeterminationOperation(
        cases,
        store,
        new DeterminationQuestionReader(packaged.vocabulary()),
        new DeterminationWriter(with.words()),
        with.plain(),
        terms.terms().voting(),
        records,
        requests,
        Clock.systemUTC());
  }
}
