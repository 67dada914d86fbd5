package org.openimr.server.attachment;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.openimr.fhir.casefile.document.LaterDocuments;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.LoneSensitivity;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.attachment.AttachedRecords;
import org.openimr.operation.attachment.HeldAttachments;
import org.openimr.operation.attachment.ProvideDocumentsOperation;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.server.scan.ContentScan;
import org.openimr.server.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Records that arrive for cases. */
@Configuration(proxyBeanMethods = false)
public class AttachmentConfig {

  /** Reads documents that come later. */
  @Bean
  public LaterDocuments laterDocuments(FhirContext context, ProfileCheck profiles) {
    return new LaterDocuments(context, profiles);
  }

  /** What waits for its case. */
  @Bean
  public HeldAttachments heldAttachments(JdbcTemplate jdbc, FhirContext context, ContentScan scan) {
    return new HeldTable(jdbc, context, scan, Clock.systemUTC());
  }

  /** Lets them join cases. */
  @Bean
  public AttachedRecords attachedRecords(
      StoredCases cases,
      CaseStore store,
      LaterDocuments documents,
      InformationRequests requests,
      SensitivityRules sensitivity) {
    return new AttachedRecords(cases, store, documents, requests, new LoneSensitivity(sensitivity));
  }

  /** Takes them as IHE MHD provides them. */
  @Bean
  public ProvideDocumentsOperation provideDocuments(
      FhirContext context,
      CaseStore store,
      AttachedRecords records,
      HeldAttachments held,
      Settings settings) {
    return new ProvideDocumentsOperation(
        context, store, records, held, settings.limits().bundleEntries(), Clock.systemUTC());
  }

  /** Takes them. */
  @Bean
  public SubmitAttachmentOperation submitAttachment(AttachedRecords records, HeldAttachments held) {
    return new SubmitAttachmentOperation(records, held, Clock.systemUTC());
  }
}
