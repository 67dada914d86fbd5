package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import java.time.Clock;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.event.CaseWords;
import org.openimr.fhir.casefile.intake.CaseBundleReader;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.question.EventQuestionReader;
import org.openimr.fhir.question.InputLimits;
import org.openimr.fhir.question.ParametersReader;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.ComparePoliciesOperation;
import org.openimr.operation.DeadlineAnswer;
import org.openimr.operation.DeadlinesOperation;
import org.openimr.operation.EligibilityOperation;
import org.openimr.operation.PopulateOperation;
import org.openimr.operation.Recomputations;
import org.openimr.operation.RecomputeOperation;
import org.openimr.operation.RecordEventOperation;
import org.openimr.operation.SubmitCaseOperation;
import org.openimr.operation.attachment.ProvideDocumentsOperation;
import org.openimr.operation.attachment.RequestInformationOperation;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.KnownCases;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.client.ClientRegister;
import org.openimr.operation.client.DisableClientOperation;
import org.openimr.operation.client.RegisterClientOperation;
import org.openimr.operation.determination.DeterminationOperation;
import org.openimr.operation.determination.RateSecondLookOperation;
import org.openimr.operation.determination.RecordDeterminationOperation;
import org.openimr.operation.determination.SecondLookOperation;
import org.openimr.operation.export.ExportOperation;
import org.openimr.operation.export.ExportStatusOperation;
import org.openimr.operation.export.Exports;
import org.openimr.operation.notice.SendNoticeOperation;
import org.openimr.operation.packet.PacketIssuing;
import org.openimr.operation.packet.PacketOperation;
import org.openimr.operation.packet.PacketReceipts;
import org.openimr.operation.packet.VerifyPacketOperation;
import org.openimr.operation.report.AnswerRecord;
import org.openimr.operation.report.EvaluateMeasureOperation;
import org.openimr.operation.report.PublicRows;
import org.openimr.operation.report.RegulatorReportOperation;
import org.openimr.operation.report.ReviewSummaryOperation;
import org.openimr.operation.report.SimilarDecisionsOperation;
import org.openimr.operation.report.UniverseOperation;
import org.openimr.operation.review.AssignReviewerOperation;
import org.openimr.operation.review.AssignWorkOperation;
import org.openimr.operation.review.TakeReviewOperation;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.artifact.PackagedProfiles;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.artifact.PackagedWording;
import org.openimr.server.index.CaseIndexing;
import org.openimr.server.policy.PolicyShelf;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.casefile.JpaCaseStore;
import org.openimr.server.store.relation.CaseRelations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The operations that clients may call. A new one is added to the list here. */
@Configuration(proxyBeanMethods = false)
public class OperationConfig {

  /** All operations. */
  @Bean
  public OfferedOperations operations(
      CaseInquiry inquiry,
      DeadlineAnswer deadlines,
      SubmitCaseOperation submission,
      RequestInformationOperation informationRequests,
      RecordEventOperation events,
      RecordDeterminationOperation determinations,
      DeterminationOperation determinationFiles,
      AssignWorkOperation work,
      AssignReviewerOperation reviewers,
      TakeReviewOperation reviews,
      SecondLookOperation secondLooks,
      RateSecondLookOperation ratings,
      PacketOperation packets,
      VerifyPacketOperation verification,
      SendNoticeOperation notices,
      SubmitAttachmentOperation attachments,
      ProvideDocumentsOperation provided,
      PopulateOperation forms,
      Recomputations recomputations,
      PublicRows publicRows,
      AnswerRecord answers,
      SimilarDecisionsOperation similarDecisions,
      EvaluateMeasureOperation measures,
      ReviewSummaryOperation summaries,
      UniverseOperation universe,
      Exports exports,
      ClientRegister clients) {
    return OfferedOperations.of(
        determinationFiles,
        provided,
        new EligibilityOperation(inquiry),
        new DeadlinesOperation(inquiry, deadlines),
        new ComparePoliciesOperation(inquiry),
        submission,
        informationRequests,
        events,
        determinations,
        work,
        reviewers,
        reviews,
        secondLooks,
        ratings,
        packets,
        verification,
        notices,
        attachments,
        forms,
        new RecomputeOperation(recomputations),
        new RegulatorReportOperation(publicRows, answers),
        similarDecisions,
        measures,
        summaries,
        universe,
        new ExportOperation(exports),
        new ExportStatusOperation(exports),
        new RegisterClientOperation(clients),
        new DisableClientOperation(clients));
  }

  /** The policies that cases are judged by. */
  @Bean
  public PackagedPolicies policies(FhirContext context) {
    return PackagedPolicies.read(context);
  }

  /** Where cases are kept. */
  @Bean
  public CaseStore caseStore(
      DaoRegistry resources,
      IFhirSystemDao<Bundle, Meta> system,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRelations relations,
      AccessRule access,
      CaseIndexing index) {
    return new JpaCaseStore(resources, system, jdbc, transaction, relations, access, index);
  }

  /** The stored cases. */
  @Bean
  public StoredCases storedCases(
      CaseStore store, PackagedPolicies packaged, PolicyShelf shelf, FhirContext context) {
    return new StoredCases(
        store, new CaseFileReader(packaged.vocabulary(), context), shelf, packaged.machines());
  }

  /** The profiles that submissions are checked against. */
  @Bean
  public ProfileCheck profiles(FhirContext context) {
    return PackagedProfiles.read(context);
  }

  /** Lets the first submission not wait for what the check of profiles prepares once. */
  @Bean
  public ApplicationListener<ApplicationReadyEvent> preparation(ProfileCheck profiles) {
    return ready -> {
      Thread preparation = new Thread(profiles::prepare, "profiles");
      preparation.setDaemon(true);
      preparation.setPriority(Thread.MIN_PRIORITY);
      preparation.start();
    };
  }

  /** Submissions. */
  @Bean
  public SubmitCaseOperation submission(
      FhirContext context,
      PackagedPolicies packaged,
      PolicyShelf shelf,
      ProfileCheck profiles,
      StoredCases cases,
      CaseStore store,
      InformationRequests requests,
      SensitivityRules sensitivity) {
    CaseBundleReader reader =
        new CaseBundleReader(context, packaged.vocabulary(), shelf, profiles, packaged.machines());
    return new SubmitCaseOperation(
        context, reader, cases, store, requests, sensitivity, Clock.systemUTC());
  }

  /** By what sensitive information is recognized. */
  @Bean
  public SensitivityRules sensitivity(FhirContext context) {
    return PackagedSensitivity.read(context);
  }

  /** Asks for what cases lack. */
  @Bean
  public InformationRequests informationRequests(FhirContext context) {
    return new InformationRequests(PackagedWording.read(context));
  }

  /** Requests for information, on demand. */
  @Bean
  public RequestInformationOperation informationRequestOperation(
      StoredCases cases, CaseStore store, InformationRequests requests) {
    return new RequestInformationOperation(cases, store, requests, Clock.systemUTC());
  }

  /** Who owes what by when. */
  @Bean
  public DeadlineAnswer deadlines(PackagedPolicies packaged) {
    return new DeadlineAnswer(packaged.machines(), PackagedDeterminations.exposure());
  }

  /** Events. */
  @Bean
  public RecordEventOperation events(
      PackagedPolicies packaged,
      PolicyShelf shelf,
      StoredCases cases,
      CaseStore store,
      InformationRequests requests,
      PacketSeal seal,
      DeadlineAnswer deadlines) {
    ParametersReader reader =
        new ParametersReader(shelf, packaged.vocabulary(), InputLimits.DEFAULT);
    return new RecordEventOperation(
        cases,
        store,
        new EventQuestionReader(reader),
        requests,
        new PacketReceipts(store, seal),
        deadlines,
        Clock.systemUTC());
  }

  /** Who works on what. */
  @Bean
  public AssignWorkOperation work(CaseStore store, AccessRule access) {
    return new AssignWorkOperation(store, access, Clock.systemUTC());
  }

  /** Forms that are filled with what is known. */
  @Bean
  public PopulateOperation forms(
      FhirContext context,
      PackagedPolicies packaged,
      PolicyShelf shelf,
      ProfileCheck profiles,
      CaseStore store,
      AccessRule access) {
    CaseWords words = new CaseWords(packaged.vocabulary(), shelf, context);
    return new PopulateOperation(context, profiles.forms(), words, store, access);
  }

  /** Packets. */
  @Bean
  public PacketOperation packets(CaseStore store, PacketIssuing packets, AccessRule access) {
    return new PacketOperation(store, packets, access);
  }

  /** Questions about a case. */
  @Bean
  public CaseInquiry inquiry(PackagedPolicies packaged, PolicyShelf shelf, KnownCases cases) {
    return new CaseInquiry(
        shelf, packaged.vocabulary(), cases, Clock.systemUTC(), InputLimits.DEFAULT);
  }
}
