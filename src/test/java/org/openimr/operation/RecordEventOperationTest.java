package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.AlreadyRecordedException;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.MissingVersionException;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;

/** Events are recorded in a stored case, and everything that follows is worked out again. */
class RecordEventOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final Caller DEPARTMENT = new Caller("test", "department", "dmhc");
  private static final Caller IMRO = new Caller("test", "imro", "cypress-review");

  private Instant now = Submissions.RECEIVED;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final RecordEventOperation operation = HeldCases.recording(store, clock);
  private String id;

  @BeforeEach
  void submit() {
    submit(Submissions.small().toString());
  }

  private void submit(String bundle) {
    id = Posted.submit(store, clock, PLAN, bundle);
    at("2026-08-20T12:00:00-07:00");
  }

  @Test
  void anEventIsStoredWithWhoDidItAndAnswered() {
    Parameters answer = record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");

    Task task = (Task) answer.getParameter("case").getResource();
    assertThat(events(task))
        .last()
        .isEqualTo("records-sent 2026-07-03T15:00:00-07:00 null entry-13");
    assertThat(events(task))
        .first()
        .isEqualTo("request-received 2026-05-18T09:12:00-07:00 null entry-1");
    assertThat(task.getMeta().getVersionId()).isEqualTo("2");
    assertThat(CaseStatus.stated(task)).isEqualTo("records-requested");
    // plan-notified on Wednesday 1 July: 3 d end on Saturday the 4th, 3 bd on Monday the 6th
    assertThat(deadline(answer, "records-to-imro", "status")).isEqualTo("met");
    assertThat(deadline(answer, "records-to-imro", "due")).isEqualTo("2026-07-04T23:59:59-07:00");
    assertThat(deadline(answer, "records-to-imro", "met")).isEqualTo("2026-07-03T15:00:00-07:00");
  }

  @Test
  void theDutiesOfTheCaseFollow() {
    assertThat(duty("records-to-imro").getStatus()).isEqualTo(Task.TaskStatus.INPROGRESS);
    assertThat(duty("determination").getStatus()).isEqualTo(Task.TaskStatus.INPROGRESS);

    record(PLAN, "records-sent", "2026-07-06T15:00:00-07:00");
    record(PLAN, "new-record-received", "2026-07-08T10:00:00-07:00");

    assertThat(code(duty("records-to-imro"))).isEqualTo("met-late");
    assertThat(duty("records-to-imro").getStatus()).isEqualTo(Task.TaskStatus.COMPLETED);
    assertThat(duty("records-to-imro").getMeta().getVersionId()).isEqualTo("2");
    assertThat(duty("filing-window").getMeta().getVersionId())
        .as("what has not changed is not written")
        .isEqualTo("1");
    Task opened = duty("new-records-to-imro");
    assertThat(code(opened)).isEqualTo("overdue");
    // 1 d of Wednesday 8 July
    assertThat(opened.getRestriction().getPeriod().getEndElement().getValueAsString())
        .isEqualTo("2026-07-09T23:59:59-07:00");
    assertThat(AccessMarks.parties(opened)).containsExactly("cypress-review", "dmhc", "vchcp");
    assertThat(opened.getPartOfFirstRep().getReference()).isEqualTo("Task/" + id);

    record(PLAN, "new-record-forwarded", "2026-07-09T17:00:00-07:00");

    assertThat(code(duty("new-records-to-imro"))).isEqualTo("met");
  }

  @Test
  void whoMustActNowAndTheNearestDueFollow() {
    at("2026-07-07T12:00:00-07:00");
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    Parameters answer = record(IMRO, "records-received", "2026-07-07T09:00:00-07:00");

    Task task = (Task) answer.getParameter("case").getResource();
    assertThat(CaseStatus.stated(task)).isEqualTo("records-complete");
    assertThat(task.getOwner().getDisplay()).isEqualTo("Cypress Independent Review");
    // 21 d of 7 July; 30 d of 29 June would be the 29th
    assertThat(task.getRestriction().getPeriod().getEndElement().getValueAsString())
        .isEqualTo("2026-07-28T23:59:59-07:00");
  }

  @Test
  void aCaseGoesToItsEnd() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    record(IMRO, "records-received", "2026-07-07T09:00:00-07:00");
    record(IMRO, "reviewer-assigned", "2026-07-08T09:00:00-07:00");
    record(IMRO, "determination-made", "2026-07-20T16:00:00-07:00", "outcome=overturned");
    record(DEPARTMENT, "determination-received", "2026-07-21T10:00:00-07:00");
    record(DEPARTMENT, "decision-issued", "2026-07-24T10:00:00-07:00");
    Parameters decided = record(PLAN, "decision-received", "2026-07-24T15:00:00-07:00");
    assertThat(status(decided)).isEqualTo("implementing");
    assertThat(deadline(decided, "decision-adoption", "status")).isEqualTo("met");
    // 5 bd of Friday 24 July
    assertThat(deadline(decided, "authorization", "due")).isEqualTo("2026-07-31T23:59:59-07:00");
    Parameters done = record(PLAN, "service-authorized", "2026-08-03T09:00:00-07:00");
    assertThat(status(done)).isEqualTo("implemented");
    assertThat(deadline(done, "authorization", "status")).isEqualTo("met-late");
    Parameters closed = record(DEPARTMENT, "case-closed", "2026-08-10T09:00:00-07:00");
    assertThat(status(closed)).isEqualTo("closed");
    assertThat(((Task) closed.getParameter("case").getResource()).getStatus())
        .isEqualTo(Task.TaskStatus.COMPLETED);
    assertThat(code(duty("authorization-letter"))).isEqualTo("ended");
  }

  @Test
  void theProvenanceSaysWhoWhenWhyAndFromWhat() {
    String document =
        store.load(PLAN, id).resources().stream()
            .filter(each -> each.fhirType().equals("DocumentReference"))
            .map(each -> "DocumentReference/" + each.getIdElement().getIdPart())
            .findFirst()
            .orElseThrow();
    operation.record(
        new IdType("Task", id),
        Posted.by(
            DEPARTMENT,
            version(),
            body(
                "{'name':'event','part':[{'name':'code','valueCode':'converted-to-expedited'},"
                    + "{'name':'reason','valueCode':'imminent-serious-threat'},"
                    + "{'name':'time','valueDateTime':'2026-07-09T09:00:00-07:00'},"
                    + "{'name':'actor','valueCode':'provider'},"
                    + "{'name':'evidence','valueReference':{'reference':'"
                    + document
                    + "'}}]}")));

    assertRefused(
        DEPARTMENT,
        "converted-to-expedited:imminent-serious-threat:provider",
        "2026-07-10T09:00:00-07:00");
    Provenance provenance = provenance();
    assertThat(provenance.getTarget()).extracting(t -> t.getReference()).contains("Task/" + id);
    assertThat(provenance.getActivity().getCoding())
        .extracting(Coding::getCode)
        .containsExactly("UPDATE", "converted-to-expedited");
    assertThat(provenance.getOccurredDateTimeType().getValueAsString())
        .isEqualTo("2026-07-09T09:00:00-07:00");
    assertThat(provenance.getAgent()).hasSize(2);
    assertThat(provenance.getAgent().get(0).getWho().getIdentifier().getValue()).isEqualTo("dmhc");
    assertThat(provenance.getAgent().get(1).getRoleFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("provider");
    assertThat(provenance.getEntityFirstRep().getWhat().getReference()).isEqualTo(document);
    assertThat(AccessMarks.parties(provenance)).containsExactly("cypress-review", "dmhc", "vchcp");
  }

  @Test
  void theSameEventTwiceIsOne() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "sent-1");
    String version = version();
    Parameters first = send(PLAN, version, event);
    int stored = store.size();

    Parameters again = send(PLAN, version, event);

    assertThat(store.size()).isEqualTo(stored);
    assertThat(version()).isEqualTo("2");
    assertThat(Asking.json(again)).isEqualTo(Asking.json(first));
    assertThat(differences(PLAN, named("records-sent", "2026-07-04T15:00:00-07:00", "sent-1")))
        .containsExactly("Parameters.parameter.where(name='event').part.where(name='time')");
  }

  @Test
  void theSameEventWithOtherFactsIsNotTheSame() {
    String event = named("records-sent", "2026-07-03T15:00:00.500-07:00", "sent-1");
    String sent = event + fact("service-rendered", "valueBoolean", "true");
    send(PLAN, version(), sent);
    record(PLAN, "annotated-list-sent", "2026-07-03T16:00:00-07:00", "service-rendered=false");

    assertThat(send(PLAN, "1", sent))
        .as("it is compared with what it brought, not with what is known since")
        .isNotNull();
    assertThat(version()).isEqualTo("3");
    String facts = "Parameters.parameter.where(name='fact')";
    assertThat(differences(PLAN, event)).containsExactly(facts);
    assertThat(differences(PLAN, event + fact("service-rendered", "valueBoolean", "false")))
        .containsExactly(facts);
    assertThat(
            differences(
                PLAN,
                named("annotated-list-sent", "2026-07-03T15:00:00.500-07:00", "sent-1")
                    + fact("service-rendered", "valueBoolean", "true")
                    + fact("member-paid", "valueBoolean", "true")))
        .containsExactly("Parameters.parameter.where(name='event').part.where(name='code')", facts);
    assertThat(version()).isEqualTo("3");
  }

  private static String fact(String name, String type, String value) {
    return ",{'name':'fact','part':[{'name':'name','valueCode':'"
        + name
        + "'},{'name':'value','"
        + type
        + "':"
        + value
        + "}]}";
  }

  private List<String> differences(Caller caller, String body) {
    return catchThrowableOfType(AlreadyRecordedException.class, () -> send(caller, version(), body))
        .differences()
        .stream()
        .map(each -> each.expression())
        .toList();
  }

  @Test
  void oddEventsAreRefused() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    String self =
        named("new-record-received", "2026-07-04T15:00:00-07:00", "n")
            .replace("]}", ",{'name':'refersTo','valueString':'n'}]}");
    String far =
        event("annotated-list-sent", "2026-07-04T15:00:00-07:00")
            + fact("member-age", "valueInteger", "-2147483648");

    assertThat(refusedBody(PLAN, self))
        .containsExactly(
            "The case cannot be with this event: new-record-received refers to itself.");
    assertThat(problem(far)).isEqualTo("The fact member-age counts from 0 on.");
    send(PLAN, version(), struck("entry-13", "2026-07-08T10:00:00-07:00"));
    assertThat(refusedBody(PLAN, struck("entry-13", "2026-07-09T10:00:00-07:00")))
        .containsExactly("The entry that entered-in-error names in refersTo is struck already.");
    assertThat(version()).isEqualTo("3");
  }

  @Test
  void aCaseThatJoinsAnotherOwesNothingMore() {
    String joined = id;
    submit(Submissions.of(25).toString());
    String leading = id;
    id = joined;
    String event = event("consolidated", "2026-07-02T10:00:00-07:00");
    String none =
        "The event consolidated names in refersTo, by the id of its Task, another case that the"
            + " caller sees.";
    assertThat(problem(DEPARTMENT, event)).isEqualTo(none);
    for (String odd :
        List.of(joined, "none", "a/b?c", duty("determination").getIdElement().getIdPart())) {
      assertThat(problem(DEPARTMENT, event.replace("]}", refersTo(odd)))).as(odd).isEqualTo(none);
    }

    Parameters answer = send(DEPARTMENT, version(), event.replace("]}", refersTo(leading)));

    assertThat(status(answer)).isEqualTo("consolidated");
    assertThat(deadline(answer, "records-to-imro", "status")).isEqualTo("ended");
    assertThat(deadline(answer, "determination", "status")).isEqualTo("ended");
  }

  private static String refersTo(String name) {
    return ",{'name':'refersTo','valueString':'" + name + "'}]}";
  }

  @Test
  void theVersionOnWhichItIsBasedMustBeNamedAndBeTheLatest() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "a");

    assertThatThrownBy(() -> send(PLAN, null, event)).isInstanceOf(MissingVersionException.class);
    assertThatThrownBy(() -> send(PLAN, "7", event)).isInstanceOf(StaleCaseException.class);
    assertThat(version()).isEqualTo("1");
  }

  @Test
  void aCaseOfOthersLooksLikeNone() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "a");
    Caller other = new Caller("test", "plan", "chw");

    assertThatThrownBy(() -> send(other, "1", event)).isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(
            () ->
                operation.record(
                    new IdType("Task", duty("determination").getIdElement().getIdPart()),
                    Posted.by(PLAN, "1", event)))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void statusRoleOrderAndTimeForbidIt() {
    assertThat(refused(DEPARTMENT, "decision-issued", "2026-07-03T15:00:00-07:00"))
        .containsExactly("A case in status records-requested has no event decision-issued.");
    assertThat(refused(PLAN, "records-received", "2026-07-03T15:00:00-07:00"))
        .containsExactly(
            "The event records-received is recorded for one of imro, imro-clerk, imro-reviewer, not"
                + " by the role plan.");
    assertThat(refused(PLAN, "records-sent", "2026-08-20T12:00:01-07:00"))
        .containsExactly("The event records-sent lies in the future; it has not happened yet.");
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    record(PLAN, "new-record-received", "2026-07-08T10:00:00-07:00");
    assertThat(refused(PLAN, "new-record-forwarded", "2026-07-07T10:00:00-07:00"))
        .containsExactly(
            "The case cannot be with this event: new-record-forwarded lies before"
                + " new-record-received, which starts new-records-to-imro.");
    assertThat(version()).isEqualTo("3");
  }

  /** U51: the provider of the case does not decide about it, whatever role it signs in with. */
  @Test
  void whoWasInvolvedInTheCareDoesNotDecide() {
    String system = "http://hl7.org/fhir/sid/us-npi";
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Practitioner")
        .putArray("identifier")
        .addObject()
        .put("system", system)
        .put("value", "1234567893");
    bundle.with("identifier").put("value", "involved");
    submit(bundle.toString());
    Caller provider = PLAN.person("1234567893");

    assertThat(refused(provider, "decision-made", "2026-07-03T15:00:00-07:00"))
        .containsExactly(
            "The event decision-made decides about the care, and is not recorded by who was"
                + " personally involved in it. See U51.");
    assertThat(version()).isEqualTo("1");
    record(provider, "annotated-list-sent", "2026-07-03T15:00:00-07:00");
    record(PLAN.person("1245319599"), "decision-made", "2026-07-03T15:00:00-07:00");
    assertThat(version()).isEqualTo("3");
  }

  /** U51: neither another event, nor a fact, nor a strike decides instead of the decision. */
  @Test
  void whoWasInvolvedInTheCareDecidesByNoOtherWay() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Practitioner")
        .putArray("identifier")
        .addObject()
        .put("system", "http://hl7.org/fhir/sid/us-npi")
        .put("value", "1234567893");
    bundle.with("identifier").put("value", "involved");
    submit(bundle.toString());
    Caller provider = PLAN.person("1234567893");
    String time = "2026-07-03T15:00:00-07:00";
    String decides =
        " decides about the care, and is not recorded by who was personally involved in it. See"
            + " U51.";

    assertThat(refused(provider, "plan-reversed", time))
        .containsExactly("The event plan-reversed" + decides);
    assertThat(refused(provider, "grievance-resolved", time))
        .containsExactly("The event grievance-resolved" + decides);
    // entry-2 is the denial
    assertThat(refusedBody(provider, struck("entry-2", time)))
        .containsExactly("The event entered-in-error" + decides);
    RefusedEventException refused =
        catchThrowableOfType(
            RefusedEventException.class,
            () -> record(provider, "annotated-list-sent", time, "decision=approved"));
    assertThat(refused.reasons()).contains("The fact decision" + decides);
    assertThat(version()).isEqualTo("1");

    // what is no decision it may strike, and a colleague may strike the denial
    send(provider, version(), struck("entry-3", time));
    send(PLAN.person("1245319599"), version(), struck("entry-2", time));
    assertThat(refusedBody(provider, struck("entry-14", time)))
        .containsExactly("The event entered-in-error" + decides);
    assertThat(version()).isEqualTo("3");
  }

  /** U30: staff neither take a denial for medical necessity away nor bring it back. */
  @Test
  void staffStrikesNoDecisionOfAPhysician() {
    Caller staff = new Caller("test", "plan-staff", "vchcp");
    Caller cmo = new Caller("test", "cmo", "vchcp");
    String refused = "A caller in the role plan-staff cannot strike an entry decision-made.";

    // entry-2 is the denial
    assertThat(refusedBody(staff, struck("entry-2", "2026-07-03T15:00:00-07:00")))
        .containsExactly(refused);
    send(cmo, version(), struck("entry-2", "2026-07-03T15:00:00-07:00"));
    assertThat(refusedBody(staff, struck("entry-13", "2026-07-03T16:00:00-07:00")))
        .containsExactly(refused);
    send(cmo, version(), struck("entry-13", "2026-07-03T16:00:00-07:00"));
    assertThat(version()).isEqualTo("3");
  }

  @Test
  void whatIsAllowedInsteadIsNamed() {
    RefusedEventException refused =
        catchThrowableOfType(
            RefusedEventException.class,
            () -> record(PLAN, "determination-made", "2026-07-03T15:00:00-07:00"));

    assertThat(refused.allowed())
        .contains("records-sent", "annotated-list-sent", "plan-reversed")
        .doesNotContain("records-received", "determination-made", "decision-issued");
  }

  @Test
  void anExtensionThatNoRuleAllowsIsRefused() {
    assertThat(refused(DEPARTMENT, "extension-granted:good-cause", "2026-07-03T15:00:00-07:00"))
        .containsExactly(
            "The case cannot be with this event: extension-granted refused: no rule that applies to"
                + " this case allows an extension.");
  }

  @Test
  void anEntryIsStruckAndTheDutiesAreWorkedOutAnew() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    send(PLAN, version(), struck("entry-13", "2026-07-08T10:00:00-07:00"));
    assertThat(code(duty("records-to-imro"))).isEqualTo("overdue");

    Parameters answer = record(PLAN, "records-sent", "2026-07-06T15:00:00-07:00");

    assertThat(deadline(answer, "records-to-imro", "status")).isEqualTo("met-late");
    assertThat(events((Task) answer.getParameter("case").getResource())).hasSize(15);
    assertThat(code(duty("records-to-imro"))).isEqualTo("met-late");
  }

  @Test
  void aConversionThatIsStruckLeavesNothingBehind() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    record(IMRO, "records-received", "2026-07-07T09:00:00-07:00");
    String conversion = "converted-to-expedited:imminent-serious-threat";
    Parameters converted = record(DEPARTMENT, conversion, "2026-07-09T09:00:00-07:00");
    assertThat(((Task) converted.getParameter("case").getResource()).getPriority())
        .isEqualTo(Task.TaskPriority.URGENT);
    // 3 d of Thursday 9 July
    assertThat(deadline(converted, "determination", "due")).isEqualTo("2026-07-12T23:59:59-07:00");

    Parameters answer =
        send(DEPARTMENT, version(), struck("entry-15", "2026-07-10T10:00:00-07:00"));

    assertThat(((Task) answer.getParameter("case").getResource()).getPriority())
        .isEqualTo(Task.TaskPriority.ROUTINE);
    // 21 d of 7 July
    assertThat(deadline(answer, "determination", "due")).isEqualTo("2026-07-28T23:59:59-07:00");
    record(DEPARTMENT, conversion, "2026-07-10T09:00:00-07:00");
  }

  @Test
  void anOlderRecordThatIsToldLateTakesNoDutyOfAnother() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    record(PLAN, "new-record-received", "2026-07-08T10:00:00-07:00");
    String first = duty("new-records-to-imro").getIdElement().getIdPart();

    record(PLAN, "new-record-received", "2026-07-06T10:00:00-07:00");

    assertThat(duties("new-records-to-imro"))
        .hasSize(2)
        .filteredOn(each -> each.getIdElement().getIdPart().equals(first))
        .extracting(each -> each.getRestriction().getPeriod().getEndElement().getValueAsString())
        .containsExactly("2026-07-09T23:59:59-07:00");
  }

  @Test
  void anEntryOfTheSubmissionIsStruckByItsPlace() {
    // the plan's notification is the twelfth event
    Parameters answer =
        send(DEPARTMENT, version(), struck("entry-12", "2026-07-08T10:00:00-07:00"));

    assertThat(status(answer)).isEqualTo("approved");
    assertThat(deadline(answer, "records-to-imro", "status")).isEqualTo("not-started");
    assertThat(refusedBody(IMRO, struck("entry-11", "2026-07-08T10:00:00-07:00")))
        .containsExactly("A caller in the role imro cannot strike an entry eligibility-notified.");
  }

  @Test
  void factsThatComeWithAnEventReplaceThoseStated() {
    record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00", "service-rendered=true");

    Task task = store.load(PLAN, id).task();
    assertThat(
            task.getInput().stream()
                .filter(
                    input ->
                        input.getType().getCodingFirstRep().getCode().equals("service-rendered"))
                .map(input -> input.getValue().primitiveValue()))
        .containsExactly("true");
    // what was rendered is paid, not authorized
    assertThat(code(duty("authorization"))).isEqualTo("ended");
    assertThat(duty("authorization").getStatus()).isEqualTo(Task.TaskStatus.CANCELLED);
    assertThat(code(duty("payment"))).isEqualTo("undetermined");
  }

  @Test
  void theOutcomeIsChangedByNobodyButThoseWhoDecide() {
    record(IMRO, "records-received", "2026-07-07T09:00:00-07:00");
    record(IMRO, "determination-made", "2026-07-20T16:00:00-07:00", "outcome=overturned");
    record(DEPARTMENT, "decision-issued", "2026-07-24T10:00:00-07:00");

    RefusedEventException refused =
        catchThrowableOfType(
            RefusedEventException.class,
            () -> record(PLAN, "decision-received", "2026-07-24T15:00:00-07:00", "outcome=upheld"));

    assertThat(refused.reasons())
        .containsExactly(
            "The fact outcome is stated by department, imro, imro-clerk, imro-reviewer, not by the"
                + " role plan.");
    assertThat(
            status(
                record(
                    PLAN, "decision-received", "2026-07-24T15:00:00-07:00", "outcome=overturned")))
        .isEqualTo("implementing");
  }

  @Test
  void aCaseIsNotExpeditedByTheWay() {
    RefusedEventException refused =
        catchThrowableOfType(
            RefusedEventException.class,
            () -> record(PLAN, "records-sent", "2026-07-03T15:00:00-07:00", "urgency=expedited"));

    assertThat(refused.reasons())
        .containsExactly(
            "The fact urgency may not be stated where it is, was or stays open whether %urgency ="
                + " 'expedited'; the event converted-to-expedited says it. See R-12.");
    assertThat(version()).isEqualTo("1");
  }

  @Test
  void theGroundOfTheDenialIsNotTakenFromUnderTheReviewer() {
    RefusedEventException refused =
        catchThrowableOfType(
            RefusedEventException.class,
            () ->
                record(
                    PLAN,
                    "records-sent",
                    "2026-07-03T15:00:00-07:00",
                    "decision-basis=benefit-exclusion"));

    assertThat(refused.reasons())
        .containsExactly(
            "The fact decision-basis was stated before; department may change it, not the role"
                + " plan. See R-57.");
  }

  @Test
  void evidenceMustBeThere() {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                send(
                    PLAN,
                    version(),
                    "{'name':'event','part':[{'name':'code','valueCode':'records-sent'},"
                        + "{'name':'time','valueDateTime':'2026-07-03T15:00:00-07:00'},"
                        + "{'name':'evidence','valueReference':{'reference':'DocumentReference/none'}}]}"));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).code()).isEqualTo("not-found");
    assertThat(refused.problems().get(0).expression()).isEqualTo("Parameters.parameter[0]");
  }

  @Test
  void evidenceThatIsNoReferenceAndEndlessNamesAreRefused() {
    String event = event("records-sent", "2026-07-03T15:00:00-07:00");
    for (String evidence :
        List.of("#a", "Patient?x=1", "DocumentReference", "urn:uuid:x", "http://x.example/A/1")) {
      assertThat(
              problem(
                  event.replace(
                      "]}",
                      ",{'name':'evidence','valueReference':{'reference':'" + evidence + "'}}]}")))
          .isEqualTo("The evidence of the event is no reference such as DocumentReference/1.");
    }
    assertThat(
            problem(
                event.replace(
                    "]}", ",{'name':'evidence','valueReference':{'display':'a letter'}}]}")))
        .isEqualTo("The evidence of the event is no reference such as DocumentReference/1.");
    assertThat(problem(named("records-sent", "2026-07-03T15:00:00-07:00", "x".repeat(201))))
        .isEqualTo("event.id has 201 characters; 200 are accepted at most.");
    String blank = " is blank, begins or ends with a blank or has characters that do not print.";
    for (String odd : List.of(" ", "\\t", " x", "x ", "\\u0000", "a\\nb")) {
      assertThat(problem(named("records-sent", "2026-07-03T15:00:00-07:00", odd)))
          .isEqualTo("event.id" + blank);
      assertThat(problem(event("records-sent:" + odd, "2026-07-03T15:00:00-07:00")))
          .isEqualTo("event.reason" + blank);
    }
  }

  @Test
  void aNameThatAnotherEntryHasIsGivenToNone() {
    send(PLAN, version(), named("records-sent", "2026-07-03T15:00:00-07:00", "entry-14"));
    Parameters answer = record(PLAN, "annotated-list-sent", "2026-07-03T16:00:00-07:00");

    assertThat(events((Task) answer.getParameter("case").getResource()))
        .last()
        .isEqualTo("annotated-list-sent 2026-07-03T16:00:00-07:00 null entry-14-2");
  }

  @Test
  void oneEventIsRecordedAtATimeUnderThePolicyOfTheCase() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "a");

    assertThat(problem(""))
        .isEqualTo(
            "The request has 0 events; one was expected, because each is recorded for itself.");
    assertThat(problem(event + "," + event.replace("'a'", "'b'")))
        .startsWith("The request has 2 events; one was expected");
    assertThat(problem(event + ",{'name':'policy','valueCode':'phc-um'}"))
        .startsWith("The case is bound to another policy");
    assertThat(send(PLAN, version(), event + ",{'name':'policy','valueCode':'dmhc-imr-vchcp'}"))
        .isNotNull();
  }

  @Test
  void theAnswerIsGivenAsOfAnyTime() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "a");

    Parameters answer =
        send(
            PLAN,
            version(),
            event + ",{'name':'asOf','valueDateTime':'2026-07-02T12:00:00-07:00'}");

    assertThat(deadline(answer, "records-to-imro", "status")).isEqualTo("running");
    assertThat(code(duty("records-to-imro"))).as("what is stored is of now").isEqualTo("met");
  }

  @Test
  void nothingIsStoredIfNothingCanBeAnswered() {
    String event = named("records-sent", "2026-07-03T15:00:00-07:00", "a");
    int stored = store.size();

    for (String time : List.of("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
      assertThat(problem(event + ",{'name':'asOf','valueDateTime':'" + time + "'}"))
          .isEqualTo("asOf: times are counted from 1900 to 2200 only");
    }
    assertThat(version()).isEqualTo("1");
    assertThat(store.size()).isEqualTo(stored);
  }

  private String problem(String parameters) {
    return problem(PLAN, parameters);
  }

  private String problem(Caller caller, String parameters) {
    return catchThrowableOfType(
            UnreadableResourceException.class, () -> send(caller, version(), parameters))
        .problems()
        .get(0)
        .text();
  }

  private void at(String time) {
    now = OffsetDateTime.parse(time).toInstant();
  }

  private List<String> refused(Caller caller, String event, String time) {
    return refusedBody(caller, event(event, time));
  }

  private void assertRefused(Caller caller, String event, String time) {
    assertThat(refused(caller, event, time)).isNotEmpty();
  }

  private List<String> refusedBody(Caller caller, String body) {
    return catchThrowableOfType(RefusedEventException.class, () -> send(caller, version(), body))
        .reasons();
  }

  private Parameters record(Caller caller, String event, String time, String... facts) {
    StringBuilder body = new StringBuilder(event(event, time));
    for (String fact : facts) {
      String[] parts = fact.split("=");
      boolean truth = parts[1].equals("true") || parts[1].equals("false");
      body.append(",{'name':'fact','part':[{'name':'name','valueCode':'" + parts[0] + "'},")
          .append(
              "{'name':'value',"
                  + (truth ? "'valueBoolean':" + parts[1] : "'valueCode':'" + parts[1] + "'"))
          .append("}]}");
    }
    return send(caller, version(), body.toString());
  }

  private static String event(String event, String time) {
    String[] parts = event.split(":");
    return "{'name':'event','part':[{'name':'code','valueCode':'"
        + parts[0]
        + "'},{'name':'time','valueDateTime':'"
        + time
        + "'}"
        + (parts.length > 1 && !parts[1].isEmpty()
            ? ",{'name':'reason','valueCode':'" + parts[1] + "'}"
            : "")
        + (parts.length > 2 ? ",{'name':'actor','valueCode':'" + parts[2] + "'}" : "")
        + "]}";
  }

  private static String named(String event, String time, String name) {
    return event(event, time).replace("]}", ",{'name':'id','valueString':'" + name + "'}]}");
  }

  private static String struck(String entry, String time) {
    return event("entered-in-error", time)
        .replace("]}", ",{'name':'refersTo','valueString':'" + entry + "'}]}");
  }

  private Parameters send(Caller caller, String version, String parameters) {
    return operation.record(new IdType("Task", id), Posted.by(caller, version, body(parameters)));
  }

  private static String body(String parameters) {
    return ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"');
  }

  private String version() {
    return store.load(PLAN, id).task().getMeta().getVersionId();
  }

  private static String status(Parameters answer) {
    return CaseStatus.stated((Task) answer.getParameter("case").getResource());
  }

  private Task duty(String milestone) {
    return duties(milestone).get(0);
  }

  private List<Task> duties(String milestone) {
    return store.load(PLAN, id).resources().stream()
        .filter(each -> each instanceof Task)
        .map(Task.class::cast)
        .filter(
            task ->
                task.getCode().getCoding().stream().anyMatch(c -> milestone.equals(c.getCode())))
        .toList();
  }

  private static String code(Task duty) {
    return duty.getBusinessStatus().getCodingFirstRep().getCode();
  }

  private Provenance provenance() {
    return store.all(Provenance.class).stream()
        .filter(each -> each.hasOccurred())
        .reduce((one, two) -> two)
        .orElseThrow();
  }

  private static String deadline(Parameters answer, String milestone, String part) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals("deadline"))
        .filter(each -> milestone.equals(value(each, "milestone")))
        .map(each -> value(each, part))
        .findFirst()
        .orElseThrow();
  }

  private static String value(ParametersParameterComponent of, String part) {
    return of.getPart().stream()
        .filter(each -> each.getName().equals(part))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse(null);
  }

  private static List<String> events(Task task) {
    return task.getInput().stream()
        .filter(input -> input.getType().getCodingFirstRep().getSystem().endsWith("/imr-event"))
        .map(
            input ->
                input.getType().getCodingFirstRep().getCode()
                    + " "
                    + input.getValue().primitiveValue()
                    + " "
                    + detail(input.getExtensionFirstRep(), "actor")
                    + " "
                    + detail(input.getExtensionFirstRep(), "id"))
        .toList();
  }

  private static String detail(Extension detail, String part) {
    Extension found = detail.getExtensionByUrl(part);
    return found == null ? null : found.getValue().primitiveValue();
  }
}
