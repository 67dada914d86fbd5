package org.openimr.operation.notice;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.fhir.notice.KnownNotice.State;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.notice.NoticeDraft;
import org.openimr.fhir.notice.NoticeQuestion;
import org.openimr.fhir.notice.NoticeQuestionReader;
import org.openimr.fhir.notice.SentNotice;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseAtVersion;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $send-notice}: sends a drafted notice, or says that it was sent, and records the event by
 * which it meets its duty.
 *
 * @see <a href="../../../../../../../docs/operations/send-notice.md">send-notice</a>
 */
public final class SendNoticeOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/send-notice";

  private final StoredCases cases;
  private final CaseStore store;
  private final NoticeRegister register;
  private final Letters letters;
  private final LetterPrinter printer;
  private final InformationRequests requests;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param register knows what was drafted
   * @param letters puts letters together
   * @param printer prints them
   * @param requests asks for what the case lacks after the event
   * @param clock says when it is sent
   */
  public SendNoticeOperation(
      StoredCases cases,
      CaseStore store,
      NoticeRegister register,
      Letters letters,
      LetterPrinter printer,
      InformationRequests requests,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.register = register;
    this.letters = letters;
    this.printer = printer;
    this.requests = requests;
    this.clock = clock;
  }

  /** Sends a notice. */
  @Operation(
      name = "$send-notice",
      typeName = "Communication",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters send(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    Communication seen = read(caller, "Communication/" + id.getIdPart());
    KnownNotice known = register.find(id.getIdPart()).orElseThrow(NoSuchNoticeException::new);
    String version = CaseAtVersion.version(request);
    NoticeQuestion asked = CaseInquiry.sent(request).read(NoticeQuestionReader::read);
    if (!version.equals(seen.getMeta().getVersionId())) {
      throw new StaleCaseException();
    }
    sendable(known, seen);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Instant sent = asked.sent() == null ? now : asked.sent().instant();
    CaseFile file =
        new CaseAtVersion(CaseAtVersion.seen(store, Caller.SERVER, known.caseId()), version)
            .whole(store);
    CaseAssessment assessment = cases.assess(file, now);
    NoticeDraft draft = draft(file, assessment, known, sent);
    timely(sent, now, draft);
    NoticeSending sending =
        new NoticeSending(cases, store, register, requests, caller, file, known, now);
    boolean last = sending.meets(draft.due().kind());
    Bundle changes =
        last
            ? sending.recorded(draft.due().kind(), sent)
            : new Bundle().setType(Bundle.BundleType.TRANSACTION);
    NoticeWay way = asked.way() == null ? draft.way() : asked.way();
    ZoneId zone = assessment.situation().policy().days().zone();
    new SentNotice(way, TimeText.write(sent, zone), TimeText.write(now, zone))
        .add(changes, file, assessment, draft, known, seen, printer, caller.recorder());
    boolean carried = asked.sent() == null && way.carried();
    register.send(
        known.in(State.SENT, known.content()),
        carried ? new NoticeRegister.Dispatch(way.code(), draft.address()) : null,
        caller,
        changes);
    return answer(known, last ? CaseFile.reference(file.task()) : null);
  }

  private Communication read(Caller caller, String address) {
    Resource found = store.read(caller, Set.of(address)).get(address);
    if (found instanceof Communication notice) {
      return notice;
    }
    throw new NoSuchNoticeException();
  }

  private static void sendable(KnownNotice known, Communication seen) {
    String problem =
        switch (known.state()) {
          case DRAFT -> null;
          case SENT -> "The notice has been sent already.";
          case WITHDRAWN -> "The notice is owed no more.";
          case FAILED -> "The letter could not be made yet; it is tried again.";
          case LACKING -> seen.getStatusReason().getText();
        };
    if (problem != null) {
      throw refusal("Communication.status", problem);
    }
  }

  private static UnreadableResourceException refusal(String expression, String sentence) {
    return new UnreadableResourceException(
        List.of(new Problem("business-rule", expression, sentence)));
  }

  /** The letter as it is written today, if it says what the draft says. */
  private NoticeDraft draft(
      CaseFile file, CaseAssessment assessment, KnownNotice known, Instant sent) {
    return letters.drafts(file, assessment, sent, register.ofCase(known.caseId())).stream()
        .filter(each -> each.due().key().equals(known.key()))
        .filter(each -> each.ready() && each.content().equals(known.content()))
        .findFirst()
        .orElseThrow(StaleCaseException::new);
  }

  private static void timely(Instant sent, Instant now, NoticeDraft draft) {
    String where = "Parameters.parameter.where(name='sent')";
    if (sent.isAfter(now)) {
      throw refusal(where, "sent lies in the future; a time that has passed was expected.");
    }
    if (sent.isBefore(draft.due().since())) {
      throw refusal(where, "sent lies before the event for which the notice is owed.");
    }
  }

  private Parameters answer(KnownNotice known, String changedCase) {
    Parameters answer = new Parameters();
    answer
        .addParameter()
        .setName("notice")
        .setResource(read(Caller.SERVER, "Communication/" + known.communication()));
    if (changedCase != null) {
      answer
          .addParameter()
          .setName("case")
          .setResource(store.read(Caller.SERVER, Set.of(changedCase)).get(changedCase));
    }
    return answer;
  }
}
