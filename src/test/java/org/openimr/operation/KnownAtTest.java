package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.question.InputLimits;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.StoredCases;

/**
 * A stored case is judged by what was known of it at a time: what was recorded later, corrections
 * included, does not count.
 *
 * <p>The plan was notified on Wednesday 1 July 2026; by V23 it owes the records within 3 calendar
 * days, by the end of Saturday the 4th. It says on the 6th that it sent them on the 3rd, takes that
 * back on the 8th, and says on the 9th that it sent them on the 8th.
 */
class KnownAtTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");

  private Instant now = Submissions.RECEIVED;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final StoredCases cases = HeldCases.in(store);
  private final CaseInquiry inquiry =
      new CaseInquiry(
          () -> HeldPolicies.BOOK, HeldPolicies.VOCABULARY, cases, clock, InputLimits.DEFAULT);
  private final RecordEventOperation events = HeldCases.recording(store, clock);
  private String id;

  @BeforeEach
  void story() {
    id = Posted.submit(store, clock, PLAN, Submissions.small().toString());
    at("2026-07-06T10:00:00-07:00");
    record("records-sent", "2026-07-03T15:00:00-07:00", "");
    at("2026-07-08T10:00:00-07:00");
    record(
        "entered-in-error",
        "2026-07-08T09:00:00-07:00",
        ",{'name':'refersTo','valueString':'entry-13'}");
    at("2026-07-09T10:00:00-07:00");
    record("records-sent", "2026-07-08T16:00:00-07:00", "");
    at("2026-08-20T10:00:00-07:00");
  }

  @Test
  void whatWasToldLaterIsNotKnown() {
    assertThat(status("knownAt", "2026-07-05T12:00:00-07:00")).isEqualTo("overdue -");
  }

  @Test
  void whatWasKnownThenIsShownThoughItWasTakenBackLater() {
    assertThat(status("knownAt", "2026-07-07T12:00:00-07:00"))
        .isEqualTo("met 2026-07-03T15:00:00-07:00");
  }

  @Test
  void aCorrectionIsSeenFromWhenItWasRecorded() {
    assertThat(status("knownAt", "2026-07-08T09:59:59-07:00"))
        .isEqualTo("met 2026-07-03T15:00:00-07:00");
    assertThat(status("knownAt", "2026-07-08T10:00:00-07:00")).isEqualTo("overdue -");
    assertThat(status("knownAt", "2026-07-09T10:00:00-07:00"))
        .isEqualTo("met-late 2026-07-08T16:00:00-07:00");
    assertThat(status()).isEqualTo("met-late 2026-07-08T16:00:00-07:00");
  }

  @Test
  void whatWasKnownAtOneTimeIsJudgedAsOfAnother() {
    // on the 7th it was known that they went out on the 3rd at 15:00: in the morning they had not
    assertThat(status("knownAt", "2026-07-07T12:00:00-07:00", "asOf", "2026-07-03T12:00:00-07:00"))
        .isEqualTo("running -");
  }

  @Test
  void beforeItWasStoredNothingWasKnownOfIt() {
    UnreadableResourceException refusal =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () -> status("knownAt", "2026-07-02T09:59:59-07:00"));

    assertThat(refusal.problems()).hasSize(1);
    assertThat(refusal.problems().get(0).expression())
        .isEqualTo("Parameters.parameter.where(name='knownAt')");
    assertThat(refusal.problems().get(0).text())
        .isEqualTo("Nothing was known of the case at that time; it was stored later.");
  }

  @Test
  void aDateAloneIsNoTimeOfKnowing() {
    UnreadableResourceException refusal =
        catchThrowableOfType(
            UnreadableResourceException.class, () -> status("knownAt", "2026-07-07"));

    assertThat(refusal.problems().get(0).text())
        .isEqualTo(
            "knownAt is a date alone; a time with seconds and offset was expected, such as"
                + " 2026-07-01T10:00:00-07:00.");
  }

  private void at(String time) {
    now = OffsetDateTime.parse(time).toInstant();
    store.at(now);
  }

  private void record(String event, String time, String more) {
    String body =
        "{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
            + "'valueCode':'"
            + event
            + "'},{'name':'time','valueDateTime':'"
            + time
            + "'}"
            + more
            + "]}]}";
    String version = store.load(PLAN, id).task().getMeta().getVersionId();
    events.record(new IdType("Task", id), Posted.by(PLAN, version, body.replace('\'', '"')));
  }

  private String status(String... parameters) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(RequestTypeEnum.GET);
    for (int i = 0; i < parameters.length; i += 2) {
      request.addParameter(parameters[i], new String[] {parameters[i + 1]});
    }
    PLAN.putOn(request);
    Parameters answer =
        new DeadlinesOperation(inquiry, HeldCases.DEADLINES)
            .stored(new IdType("Task", id), request);
    ParametersParameterComponent deadline =
        answer.getParameter().stream()
            .filter(each -> "records-to-imro".equals(value(each, "milestone")))
            .findFirst()
            .orElseThrow();
    return value(deadline, "status") + " " + value(deadline, "met");
  }

  private static String value(ParametersParameterComponent of, String part) {
    return of.getPart().stream()
        .filter(each -> each.getName().equals(part))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse("-");
  }
}
