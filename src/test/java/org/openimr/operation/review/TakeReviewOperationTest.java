package org.openimr.operation.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;

/** A review organization takes a case or leaves it, without conflict: P07, P13, P15, V16, V27. */
class TakeReviewOperationTest {

  private static final Instant AT = Instant.parse("2026-07-02T18:00:00Z");
  private static final String IMRO = "cypress-review";
  private static final Caller OFFICE = new Caller("desk", "imro-clerk", IMRO);
  private static final Caller DEPARTMENT = new Caller("desk", "department", "dmhc");

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final Clock clock = Clock.fixed(AT, ZoneOffset.UTC);
  private final TakeReviewOperation operation = HeldCases.taking(store, clock);
  private String id;

  @BeforeEach
  void submit() {
    id =
        Posted.submit(
            store, clock, new Caller("test", "plan", "vchcp"), Submissions.small().toString());
  }

  private Task task() {
    return store.load(Caller.SERVER, id).task();
  }

  private ReviewTask review() {
    return ReviewTask.of(store.load(Caller.SERVER, id)).orElseThrow();
  }

  private String organization(String beginning) {
    return store.load(Caller.SERVER, id).byReference().entrySet().stream()
        .filter(
            each ->
                each.getValue() instanceof Organization organization
                    && organization.getName().startsWith(beginning))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private String attested(String author, String... conflicts) {
    QuestionnaireResponse response =
        MadeUpReviewers.attestation(task(), new Reference(author), Date.from(AT), conflicts);
    return CaseFile.reference(store.stored(response, IMRO, "reviewer-identity"));
  }

  private Parameters take(Caller caller, String parameters) {
    return operation.take(
        new IdType("Task", id),
        Posted.by(
            caller,
            task().getMeta().getVersionId(),
            ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"')));
  }

  private static String step(String code) {
    return "{'name':'step','valueCode':'" + code + "'}";
  }

  private static String reference(String name, String to) {
    return ",{'name':'" + name + "','valueReference':{'reference':'" + to + "'}}";
  }

  private static String note(String text) {
    return ",{'name':'note','valueString':'" + text + "'}";
  }

  private List<Problem> refused(Caller caller, String parameters) {
    String before = task().getMeta().getVersionId();
    int size = store.size();
    UnreadableResourceException refused =
        catchThrowableOfType(UnreadableResourceException.class, () -> take(caller, parameters));
    assertThat(refused).as(parameters).isNotNull();
    assertThat(task().getMeta().getVersionId()).isEqualTo(before);
    assertThat(store.size()).as("nothing is written").isEqualTo(size);
    return refused.problems();
  }

  private boolean happened(String event) {
    return task().getInput().stream()
        .anyMatch(input -> input.getType().getCodingFirstRep().getCode().equals(event));
  }

  @Test
  void anOrganizationWithoutConflictAccepts() {
    Parameters answer =
        take(
            OFFICE,
            step("accept")
                + reference("attestation", attested(organization("Cypress")))
                + note("Taken by the second desk."));

    assertThat(happened("imro-accepted")).isTrue();
    assertThat(review().stage()).isEqualTo("accepted");
    assertThat(review().task().getStatus()).isEqualTo(Task.TaskStatus.ACCEPTED);
    assertThat(review().task().getNoteFirstRep().getText()).isEqualTo("Taken by the second desk.");
    assertThat(((Task) answer.getParameter("review").getResource()).getOwner().getReference())
        .isEqualTo(organization("Cypress"));
  }

  @Test
  void everyConflictOfTheOrganizationIsNamed() {
    String own = organization("Cypress");
    List<Problem> problems =
        refused(
            OFFICE,
            step("accept")
                + reference("attestation", attested(own, "facility", "developer-manufacturer")));

    assertThat(problems)
        .extracting(each -> each.expression() + " " + each.text().replaceAll(": .*", ""))
        .containsExactly(
            "Parameters.parameter[1].value conflict facility",
            "Parameters.parameter[1].value conflict developer-manufacturer");
    assertThat(happened("imro-accepted")).isFalse();
    assertThat(
            refused(
                OFFICE,
                step("accept") + reference("attestation", attested(organization("Topa Ridge")))))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .contains("it is not answered by the organization");
    assertThat(
            refused(OFFICE, step("accept") + reference("attestation", "QuestionnaireResponse/no")))
        .extracting(Problem::code)
        .containsExactly("not-found");
  }

  @Test
  void anOrganizationThatBelongsToThePlanIsRefusedThoughItAttestsNothing() {
    Organization own =
        (Organization)
            store
                .read(Caller.SERVER, java.util.Set.of(organization("Cypress")))
                .get(organization("Cypress"));
    own.setPartOf(new Reference(organization("Ventura County Health Care Plan")));
    store.replaced(own);

    assertThat(
            refused(
                OFFICE,
                step("accept") + reference("attestation", attested(organization("Cypress")))))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .startsWith(
            "conflict plan: the case shows that the organization is, or belongs to, the plan");
  }

  @Test
  void whoDeclinesSaysWhyAndTheCaseWaitsForAnother() {
    Parameters answer =
        take(OFFICE, step("decline") + ",{'name':'reason','valueCode':'no-reviewer'}");

    assertThat(happened("imro-declined")).isTrue();
    assertThat(review().stage()).isEqualTo("declined");
    assertThat(review().task().getStatus()).isEqualTo(Task.TaskStatus.REJECTED);
    assertThat(CaseStatus.stated(task())).isEqualTo("approved");
    assertThat(answer.getParameter("case").getResource()).isNotNull();

    Organization other = new Organization();
    other.setName("Juniper Review");
    other
        .addIdentifier()
        .setSystem("https://openimr.org/fhir/sid/organization")
        .setValue("juniper-review");
    other.addType(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-party", "imro", null)));
    String name = CaseFile.reference(store.stored(other, "dmhc"));
    take(DEPARTMENT, step("offer") + reference("organization", name));

    assertThat(review().stage()).isEqualTo("offered");
    assertThat(review().task().getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(review().task().getOwner().getReference()).isEqualTo(name);
    assertThat(review().seats()).isZero();
  }

  @Test
  void aCaseIsOfferedByWhoAssignsItAndToAReviewOrganization() {
    assertThatThrownBy(
            () ->
                take(
                    new Caller("desk", "plan-staff", "vchcp"),
                    step("offer") + reference("organization", organization("Cypress"))))
        .isInstanceOf(NotForThisRoleException.class);
    assertThatThrownBy(
            () -> take(DEPARTMENT, step("decline") + ",{'name':'reason','valueCode':'capacity'}"))
        .isInstanceOf(NotForThisRoleException.class);
    assertThat(
            refused(
                DEPARTMENT, step("offer") + reference("organization", organization("Topa Ridge"))))
        .extracting(Problem::code)
        .containsExactly("not-found");
  }

  @Test
  void missingRecordsAreAskedForAndTheClockOfThePlanRuns() {
    Parameters answer =
        take(OFFICE, step("chase-records") + note("The notes of the day treatment."));

    assertThat(happened("additional-records-requested")).isTrue();
    assertThat(
            store.load(Caller.SERVER, id).resources().stream()
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .anyMatch(
                    duty ->
                        duty.getCode().getCoding().stream()
                            .anyMatch(code -> code.getCode().equals("requested-records-to-imro"))))
        .as("V27")
        .isTrue();
    assertThat(answer.getParameter("missingElement") == null)
        .isEqualTo(answer.getParameter("informationRequest") == null);
  }

  @Test
  void qualityIsCheckedBetweenReviewersAndRelease() {
    assertThat(refused(OFFICE, step("check")))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .contains("reviewers are assigned first");
    store.replaced(
        ReviewTask.made(task(), new org.hl7.fhir.r4.model.DateTimeType("2026-07-02T10:00:00-07:00"))
            .by(new Reference(organization("Cypress")))
            .with(List.of(new CodeableConcept().setText("Board-certified in psychiatry.")))
            .at(
                "assigned",
                Task.TaskStatus.INPROGRESS,
                new org.hl7.fhir.r4.model.DateTimeType("2026-07-02T10:00:00-07:00"))
            .task());
    assertThat(ReviewRelease.problems(store.load(Caller.SERVER, id))).hasSize(1);
    assertThat(refused(OFFICE, step("return"))).hasSize(1);
    take(OFFICE, step("return") + note("The second ground cites nothing."));
    assertThat(review().stage()).isEqualTo("returned");
    take(OFFICE, step("check"));
    assertThat(review().stage()).isEqualTo("checked");
    assertThat(review().seats()).isEqualTo(1);
    assertThat(ReviewRelease.problems(store.load(Caller.SERVER, id))).isEmpty();
  }

  @Test
  void whatTheStatusForbidsIsToldWithWhatIsAllowed() {
    take(OFFICE, step("decline") + ",{'name':'reason','valueCode':'capacity'}");
    store.at(AT.plusSeconds(1));
    String closing =
        "{'resourceType':'Parameters','parameter':[{'name':'event','part':["
            + "{'name':'code','valueCode':'withdrawn'},"
            + "{'name':'time','valueDateTime':'2026-07-02T10:30:00-07:00'}]}]}";
    HeldCases.recording(store, clock)
        .record(
            new IdType("Task", id),
            Posted.by(DEPARTMENT, task().getMeta().getVersionId(), closing.replace('\'', '"')));

    assertThatThrownBy(
            () ->
                take(
                    OFFICE,
                    step("accept") + reference("attestation", attested(organization("Cypress")))))
        .isInstanceOf(RefusedEventException.class);
    assertThat(
            refused(DEPARTMENT, step("offer") + reference("organization", organization("Cypress"))))
        .extracting(Problem::text)
        .containsExactly("A case in status withdrawn is not offered to a review organization.");
  }

  @Test
  void aRequestThatIsNoneIsRefusedNamingAll() {
    assertThat(refused(OFFICE, step("accept"))).hasSize(1);
    assertThat(refused(OFFICE, step("leave")))
        .extracting(Problem::code)
        .containsExactly("code-invalid");
    assertThat(refused(OFFICE, "")).hasSize(1);
    assertThat(
            refused(
                OFFICE,
                step("decline")
                    + ",{'name':'reason','valueCode':'other'}"
                    + reference("attestation", "QuestionnaireResponse/1")))
        .extracting(Problem::expression)
        .containsExactly(
            "Parameters.parameter.where(name='attestation')",
            "Parameters.parameter.where(name='reason')");
  }
}
