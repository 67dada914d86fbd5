package org.openimr.fhir.notice;

import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.EventTransaction.Recorder;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;

/**
 * Writes a notice that was sent: complete, with the time, dated anew, and seen by who got it.
 *
 * @param way how it went out
 * @param sent when it went out
 * @param now when that is recorded
 */
public record SentNotice(NoticeWay way, DateTimeType sent, DateTimeType now) {

  /**
   * Adds it to a transaction.
   *
   * @param transaction the transaction, which is changed
   * @param file the case
   * @param assessment what is concluded about it
   * @param draft the notice, written with the date of sending
   * @param known what is known of it
   * @param stored its Communication as stored
   * @param printer prints letters
   * @param recorder who sends it
   */
  public void add(
      Bundle transaction,
      CaseFile file,
      CaseAssessment assessment,
      NoticeDraft draft,
      KnownNotice known,
      Communication stored,
      LetterPrinter printer,
      Recorder recorder) {
    LetterCase about = new LetterCase(file, assessment);
    List<Resource> written =
        new NoticeResources(about, draft, known.number(), now).written(printer);
    Communication notice = (Communication) written.get(0);
    notice.setStatus(CommunicationStatus.COMPLETED);
    notice.setSentElement(sent.copy());
    notice.getMediumFirstRep().getCodingFirstRep().setCode(way.code());
    ((DocumentReference) written.get(1)).setDocStatus(ReferredDocumentStatus.FINAL);
    new NoticeMarks(about, draft.due()).sent(written);
    Provenance provenance = provenance(recorder);
    for (Resource each : written) {
      String address = CaseFile.reference(each);
      provenance.addTarget(new Reference(address));
      Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(each);
      entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(address);
      if (each == notice) {
        entry.getRequest().setIfMatch(CaseFile.version(stored));
      }
    }
    notice.getMeta().getTag().forEach(tag -> provenance.getMeta().addTag(tag.copy()));
    notice.getMeta().getSecurity().forEach(label -> provenance.getMeta().addSecurity(label.copy()));
    transaction
        .addEntry()
        .setResource(provenance)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Provenance");
  }

  private Provenance provenance(Recorder recorder) {
    Provenance provenance = new Provenance();
    provenance.setOccurred(sent.copy());
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(DataOperation.UPDATE.activity());
    ProvenanceAgents.enterer(provenance, recorder);
    return provenance;
  }
}
