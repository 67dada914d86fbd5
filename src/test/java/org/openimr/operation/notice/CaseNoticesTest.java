package org.openimr.operation.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.NoticeChanges;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;

/** Notices follow their case: drafted once, rewritten, on hold, withdrawn, sent. */
class CaseNoticesTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final Caller DEPARTMENT = new Caller("test", "department", "dmhc");
  private static final Clock CLOCK = Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC);
  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final MemoryNotices known = new MemoryNotices(store);
  private final SendNoticeOperation operation = HeldCases.sending(store, known, CLOCK);

  @Test
  void anOpenDutyHasOneLetterInBothLanguages() {
    String id = submit(Submissions.without(Submissions.small(), "imr-letter-sent"));
    draft(id);

    Communication notice = notice("imr-letter");
    assertThat(notice.getStatus()).isEqualTo(CommunicationStatus.PREPARATION);
    assertThat(notice.getReasonCode())
        .extracting(each -> each.getCodingFirstRep().getCode())
        .contains("V02", "V11");
    assertThat(page(notice, "en"))
        .contains("18 Sample Lane", "1-888-466-2219", "June 22, 2026", "December 22, 2026");
    assertThat(page(notice, "es")).contains("22 de junio de 2026");
    assertThat(draft(id).notices()).isEmpty();
  }

  @Test
  void aMetDutyHasNone() {
    draft(submit(Submissions.small()));
    assertThat(known.find("none")).isEmpty();
    assertThat(kinds()).doesNotContain("imr-letter", "eligibility-accepted");
  }

  @Test
  void aLetterThatLacksAFactIsOnHoldAndNamesIt() {
    ObjectNode bundle = Submissions.without(Submissions.small(), "imr-letter-sent");
    Submissions.first(bundle, "Patient").remove("address");
    draft(submit(bundle));

    Communication notice = notice("imr-letter");
    assertThat(notice.getStatus()).isEqualTo(CommunicationStatus.ONHOLD);
    assertThat(notice.getStatusReason().getCodingFirstRep().getCode()).isEqualTo("missing-facts");
    assertThat(notice.getExtension())
        .filteredOn(each -> each.getUrl().endsWith("/imr-notice-missing"))
        .extracting(each -> each.getValue().primitiveValue())
        .containsExactly("recipient-address");
    assertThat(notice.hasPayload()).isFalse();
    assertThatThrownBy(() -> send(PLAN, notice))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused ->
                assertThat(refused.problems().get(0).text())
                    .isEqualTo("The letter lacks: recipient-address."));
  }

  @Test
  void aLetterGoesWhereTheMemberWantsToBeReachedAndNowhereElse() {
    ObjectNode bundle = Submissions.without(Submissions.small(), "imr-letter-sent");
    ArrayNode addresses = Submissions.first(bundle, "Patient").withArray("address");
    ObjectNode safe = addresses.addObject();
    safe.putArray("extension")
        .addObject()
        .put("url", "https://openimr.org/fhir/StructureDefinition/imr-confidential")
        .put("valueBoolean", true);
    safe.putArray("line").add("PO Box 77");
    safe.put("city", "Oxnard").put("state", "CA").put("postalCode", "93030");
    draft(submit(bundle));

    assertThat(page(notice("imr-letter"), "en"))
        .contains("PO Box 77", "Oxnard, CA 93030")
        .doesNotContain("18 Sample Lane");
  }

  @Test
  void aMemberIsWrittenToInTheLanguageThatIsPreferred() {
    ObjectNode bundle = Submissions.without(Submissions.small(), "imr-letter-sent");
    ObjectNode spoken = Submissions.first(bundle, "Patient").putArray("communication").addObject();
    spoken
        .putObject("language")
        .putArray("coding")
        .addObject()
        .put("system", "urn:ietf:bcp:47")
        .put("code", "es");
    spoken.put("preferred", true);
    draft(submit(bundle));

    assertThat(document(notice("imr-letter")).getContent())
        .extracting(each -> each.getAttachment().getLanguage())
        .containsOnly("es");
  }

  @Test
  void aTextAtFaultLosesNothingAndIsTriedAgain() {
    String id = submit(Submissions.without(Submissions.small(), "imr-letter-sent"));
    NoticeChanges.Written failed =
        notices(
                (page, written) -> {
                  throw new IllegalStateException("out of ink");
                })
            .changes(id, known.ofCase(id), Submissions.RECEIVED);
    known.take(failed);

    assertThat(failed.failed()).isTrue();
    assertThat(notice("imr-letter").getStatus()).isEqualTo(CommunicationStatus.ONHOLD);
    assertThat(notice("imr-letter").getStatusReason().getCodingFirstRep().getCode())
        .isEqualTo("text-at-fault");
    draft(id);
    assertThat(notice("imr-letter").getStatus()).isEqualTo(CommunicationStatus.PREPARATION);
  }

  @Test
  void theEventIsRecordedWithTheLastOfSeveralNotices() {
    String id =
        submit(Submissions.without(Submissions.small(), "eligibility-notified", "plan-notified"));
    draft(id);
    List<Communication> three =
        known.ofCase(id).stream()
            .filter(each -> each.kind().equals("eligibility-accepted"))
            .map(this::read)
            .toList();
    assertThat(three)
        .hasSize(3)
        .allMatch(each -> each.getStatus() == CommunicationStatus.PREPARATION);

    assertThat(send(DEPARTMENT, three.get(0)).getParameter("case")).isNull();
    assertThat(send(DEPARTMENT, three.get(1)).getParameter("case")).isNull();
    Task after = (Task) send(DEPARTMENT, three.get(2)).getParameter("case").getResource();
    assertThat(after.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("approved");
    // the plan reads its letter here
    assertThat(known.carried())
        .extracting(NoticeRegister.Dispatch::way)
        .containsExactlyInAnyOrder("MAILWRIT", "FAXWRIT");
  }

  @Test
  void whoMayNotRecordTheEventDoesNotSendTheLetter() {
    draft(submit(Submissions.without(Submissions.small(), "imr-letter-sent")));
    Communication notice = notice("imr-letter");

    assertThatThrownBy(
            () -> send(new Caller("test", "behavioral-health-director", "vchcp"), notice))
        .isInstanceOf(org.openimr.core.lifecycle.RefusedEventException.class);
    assertThat(notice("imr-letter").getStatus()).isEqualTo(CommunicationStatus.PREPARATION);
  }

  /** For the official validator, see {@code docs/notices.md}. */
  @Test
  void theResourcesAreWrittenWhereAValidatorFindsThem() throws java.io.IOException {
    ObjectNode bundle = Submissions.without(Submissions.small(), "imr-letter-sent");
    String id = submit(bundle);
    NoticeChanges.Written written = draft(id);
    Communication notice = notice("imr-letter");
    Communication sent = (Communication) send(PLAN, notice).getParameter("notice").getResource();
    java.nio.file.Path folder = java.nio.file.Path.of("target/notices");
    java.nio.file.Files.createDirectories(folder);
    List<org.hl7.fhir.r4.model.Resource> all =
        new java.util.ArrayList<>(List.of(sent, document(sent)));
    written.transaction().getEntry().forEach(each -> all.add(each.getResource()));
    for (int i = 0; i < all.size(); i++) {
      org.hl7.fhir.r4.model.Resource each = all.get(i);
      java.nio.file.Files.writeString(
          folder.resolve(each.fhirType() + "-" + i + ".json"),
          Submissions.CONTEXT.newJsonParser().setPrettyPrint(true).encodeResourceToString(each));
    }
    assertThat(all).hasSizeGreaterThan(6);
  }

  private CaseNotices notices(LetterPrinter printer) {
    return new CaseNotices(HeldCases.in(store), store, HeldCases.LETTERS, printer);
  }

  private NoticeChanges.Written draft(String id) {
    NoticeChanges.Written written =
        notices(HeldCases.PRINTER).changes(id, known.ofCase(id), Submissions.RECEIVED);
    known.take(written);
    return written;
  }

  private String submit(ObjectNode bundle) {
    caseId = Posted.submit(store, CLOCK, PLAN, bundle.toString());
    return caseId;
  }

  private String caseId;

  private Set<String> kinds() {
    return known.ofCase(caseId).stream()
        .map(KnownNotice::kind)
        .collect(java.util.stream.Collectors.toSet());
  }

  private Communication notice(String kind) {
    return known.ofCase(caseId).stream()
        .filter(each -> each.kind().equals(kind))
        .findFirst()
        .map(this::read)
        .orElseThrow();
  }

  private Communication read(KnownNotice each) {
    return read(Communication.class, "Communication/" + each.communication());
  }

  private <T> T read(Class<T> type, String reference) {
    return type.cast(store.read(Caller.SERVER, Set.of(reference)).get(reference));
  }

  private DocumentReference document(Communication notice) {
    return read(
        DocumentReference.class, notice.getPayloadFirstRep().getContentReference().getReference());
  }

  private String page(Communication notice, String language) {
    return document(notice).getContent().stream()
        .map(each -> each.getAttachment())
        .filter(each -> each.getContentType().equals("text/html"))
        .filter(each -> each.getLanguage().equals(language))
        .map(each -> read(Binary.class, each.getUrl()))
        .map(each -> new String(each.getData(), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private Parameters send(Caller caller, Communication notice) {
    SystemRequestDetails request =
        Posted.by(caller, notice.getMeta().getVersionId(), "{\"resourceType\":\"Parameters\"}");
    request.setParameters(Map.of());
    return operation.send(new IdType("Communication", notice.getIdElement().getIdPart()), request);
  }
}
