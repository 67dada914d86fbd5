package org.openimr.operation.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.HeldReviewers;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.MissingVersionException;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;

/**
 * The right reviewer, without conflict: P06, P07, V16, U35, U51. The case is about residential
 * treatment of a depression, asked for by a psychiatrist of Topa Ridge.
 */
class AssignReviewerOperationTest {

  private static final Instant AT = Instant.parse("2026-07-02T18:00:00Z");
  private static final String PSYCHIATRY = "2084P0800X";
  private static final String IMRO = "cypress-review";
  private static final Caller OFFICE = new Caller("desk", "imro-clerk", IMRO);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final Clock clock = Clock.fixed(AT, ZoneOffset.UTC);
  private final AssignReviewerOperation operation = HeldCases.assigning(store, clock);
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

  private PractitionerRole stored(Practitioner person, String specialty) {
    String name = CaseFile.reference(store.stored(person, IMRO, "reviewer-identity"));
    return store.stored(MadeUpReviewers.role(name, specialty), IMRO, "reviewer-identity");
  }

  private QuestionnaireResponse attested(Resource author, String... conflicts) {
    return store.stored(
        MadeUpReviewers.attestation(
            task(), new Reference(CaseFile.reference(author)), Date.from(AT), conflicts),
        IMRO,
        "reviewer-identity");
  }

  private Reference imro() {
    return store.load(Caller.SERVER, id).byReference().entrySet().stream()
        .filter(
            each ->
                each.getValue() instanceof Organization organization
                    && organization.getName().startsWith("Cypress"))
        .map(each -> new Reference(each.getKey()))
        .findFirst()
        .orElseThrow();
  }

  private Parameters asked(Resource... named) {
    Parameters asked = new Parameters();
    asked.addParameter().setName("organization").setValue(imro());
    for (Resource each : named) {
      asked
          .addParameter()
          .setName(each instanceof PractitionerRole ? "reviewer" : "attestation")
          .setValue(new Reference(CaseFile.reference(each)));
    }
    return asked;
  }

  private Task assign(Parameters asked) {
    return assign(OFFICE, task().getMeta().getVersionId(), asked);
  }

  private Task assign(Caller caller, String version, Parameters asked) {
    Parameters answer =
        operation.assign(
            new IdType("Task", id),
            Posted.by(
                caller,
                version,
                Submissions.CONTEXT.newJsonParser().encodeResourceToString(asked)));
    return (Task) answer.getParameter("case").getResource();
  }

  private List<Problem> refused(Parameters asked) {
    String before = task().getMeta().getVersionId();
    int size = store.size();
    UnreadableResourceException refused =
        catchThrowableOfType(UnreadableResourceException.class, () -> assign(asked));
    assertThat(refused).as("nothing speaks against it").isNotNull();
    assertThat(refused.malformed()).isFalse();
    assertThat(task().getMeta().getVersionId()).as("nothing is written").isEqualTo(before);
    assertThat(store.size()).isEqualTo(size);
    assertThat(refused.getMessage()).doesNotContain("Quist", "Rowan", "Whitfield");
    return refused.problems();
  }

  private static List<String> said(List<Problem> problems) {
    return problems.stream()
        .map(each -> each.expression() + " " + each.text().replaceAll("(: .*)", ""))
        .toList();
  }

  private PractitionerRole fit(String number) {
    return stored(MadeUpReviewers.person(number, PSYCHIATRY), PSYCHIATRY);
  }

  @Test
  void aFitReviewerIsAssignedAndStaysUnnamed() {
    PractitionerRole role = fit("1992999901");
    QuestionnaireResponse attestation = attested(role);

    Task answered = assign(asked(role, attestation));

    CaseFile file = store.load(Caller.SERVER, id);
    assertThat(answered.getInput())
        .anySatisfy(
            input ->
                assertThat(input.getType().getCodingFirstRep().getCode())
                    .isEqualTo("reviewer-assigned"));
    ReviewTask review = ReviewTask.of(file).orElseThrow();
    assertThat(review.stage()).isEqualTo("assigned");
    assertThat(review.seats()).isEqualTo(1);
    assertThat(review.qualifications().get(0).getText())
        .isEqualTo("Board-certified in psychiatry; licensed in US-CA.");
    assertThat(review.task().getOwner().getReference()).isEqualTo(imro().getReference());
    assertThat(AccessMarks.parties(review.task())).isEqualTo(AccessMarks.parties(task()));
    Task seat = (Task) read(Seat.address(task(), IMRO, 1));
    assertThat(Seat.taken(seat)).isTrue();
    assertThat(seat.getOwner().getReference()).isEqualTo(CaseFile.reference(role));
    assertThat(AccessMarks.parties(seat)).containsExactly(IMRO);
    assertThat(((Reference) seat.getInput().get(1).getValue()).getReference())
        .isEqualTo(CaseFile.reference(attestation));
    assertThat(store.all(Provenance.class))
        .as("no history that others see tells of the seat or of the reviewer")
        .noneSatisfy(
            each ->
                assertThat(each.getTarget())
                    .extracting(Reference::getReference)
                    .containsAnyOf(CaseFile.reference(seat), CaseFile.reference(role)));
    for (String other : List.of("plan", "department", "member", "provider")) {
      assertThat(store.read(new Caller("x", other, "vchcp"), java.util.Set.of(seatName())))
          .as(other)
          .isEmpty();
    }
  }

  private String seatName() {
    return Seat.address(task(), IMRO, 1);
  }

  private Resource read(String name) {
    return store.read(Caller.SERVER, java.util.Set.of(name)).get(name);
  }

  @Test
  void whatIsBroughtAlongIsStoredAndKept() {
    PractitionerRole role = MadeUpReviewers.role("#person", PSYCHIATRY);
    Practitioner person = MadeUpReviewers.person("1992999902", PSYCHIATRY);
    person.setId("person");
    role.addContained(person);
    Reference author = new Reference();
    author.getIdentifier().setSystem("http://hl7.org/fhir/sid/us-npi").setValue("1992999902");
    Parameters asked = asked();
    asked.addParameter().setName("reviewer").setResource(role);
    asked
        .addParameter()
        .setName("attestation")
        .setResource(MadeUpReviewers.attestation(task(), author, Date.from(AT)));

    assign(asked);

    Task seat = (Task) read(seatName());
    PractitionerRole kept = (PractitionerRole) read(seat.getOwner().getReference());
    assertThat(kept.getMeta().getTag(AccessMarks.WITHHELD, "reviewer-identity")).isNotNull();
    assertThat(AccessMarks.parties(kept)).containsExactly(IMRO);
  }

  @Test
  void anotherReviewerTakesTheSeatAndLeavesNoneBehind() {
    PractitionerRole first = fit("1992999903");
    PractitionerRole second = fit("1992999904");
    assign(asked(first, attested(first), second, attested(second)));
    assertThat(ReviewTask.of(store.load(Caller.SERVER, id)).orElseThrow().seats()).isEqualTo(2);

    assign(asked(second, attested(second)));

    assertThat(ReviewTask.of(store.load(Caller.SERVER, id)).orElseThrow().seats()).isEqualTo(1);
    assertThat(((Task) read(seatName())).getOwner().getReference())
        .isEqualTo(CaseFile.reference(second));
    assertThat(Seat.taken((Task) read(Seat.address(task(), IMRO, 2)))).isFalse();
  }

  @Test
  void everythingThatSpeaksAgainstAReviewerIsNamedAtOnce() {
    // a dermatologist, whose license ended the day before and whose certification ended long ago
    PractitionerRole role =
        stored(
            MadeUpReviewers.person("1992999905", "207N00000X", "2026-07-01", "2020-12-31"),
            "207N00000X");

    List<Problem> problems = refused(asked(role, attested(role, "plan", "enrollee-family")));

    assertThat(said(problems))
        .containsExactlyInAnyOrder(
            "Parameters.parameter[1].value specialty",
            "Parameters.parameter[1].value license",
            "Parameters.parameter[1].value board-certification",
            "Parameters.parameter[2].value conflict plan",
            "Parameters.parameter[2].value conflict enrollee-family");
    assertThat(problems.toString())
        .contains("the disputed service is psychiatric services")
        .contains("none that the reviewer shows is in force on 2026-07-02");
  }

  @Test
  void aLicenseHoldsThroughItsLastDayInTheZoneOfThePolicy() {
    // 18:00 UTC on 2 July is 11:00 on 2 July in Los Angeles
    PractitionerRole role =
        stored(
            MadeUpReviewers.person("1992999906", PSYCHIATRY, "2026-07-02", "2026-07-02"),
            PSYCHIATRY);

    assertThat(assign(asked(role, attested(role)))).isNotNull();
  }

  @Test
  void everyClassThatIsAttestedIsRefusedByItsName() throws IOException {
    Map<String, String> byClass = new TreeMap<>();
    int number = 10;
    for (String each : MadeUpReviewers.CLASSES) {
      PractitionerRole role = fit("19929999" + ++number);
      List<Problem> problems = refused(asked(role, attested(role, each)));
      assertThat(said(problems)).containsExactly("Parameters.parameter[2].value conflict " + each);
      byClass.put(each, problems.get(0).text());
    }
    List<String> lines = new ArrayList<>(List.of("class,refusal"));
    byClass.forEach((name, text) -> lines.add(name + ",\"" + text + "\""));
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/refused-assignments.csv"), lines);
    assertThat(byClass.keySet())
        .as("every class that the terms know")
        .isEqualTo(
            HeldReviewers.TERMS.conflicts().stream()
                .map(conflict -> conflict.code())
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new)));
  }

  @Test
  void whatTheCaseShowsCountsThoughItIsNotAttested() {
    CaseFile file = store.load(Caller.SERVER, id);
    // the psychiatrist who asked for the treatment, by another record of the same person
    PractitionerRole treating =
        stored(MadeUpReviewers.person("9900000016", PSYCHIATRY), PSYCHIATRY);
    assertThat(said(refused(asked(treating, attested(treating)))))
        .containsExactly("Parameters.parameter[1].value conflict disputed-provider");
    // somebody who also works for the plan, and at the facility, in roles of their own
    PractitionerRole busy = fit("1992999921");
    for (String employer : List.of("Ventura County Health Care Plan", "Topa Ridge Residential")) {
      PractitionerRole other = new PractitionerRole();
      other.setPractitioner(busy.getPractitioner().copy());
      other.setOrganization(new Reference(organization(file, employer)));
      store.stored(other, "vchcp", "reviewer-identity");
    }
    assertThat(said(refused(asked(busy, attested(busy)))))
        .containsExactly(
            "Parameters.parameter[1].value conflict plan",
            "Parameters.parameter[1].value conflict facility");
    // somebody with the name and birth date of the member
    Practitioner person = MadeUpReviewers.person("1992999922", PSYCHIATRY);
    org.hl7.fhir.r4.model.Patient member =
        (org.hl7.fhir.r4.model.Patient) file.byReference().get(file.task().getFor().getReference());
    person.getName().clear();
    person.addName(member.getNameFirstRep().copy());
    person.setBirthDateElement(member.getBirthDateElement().copy());
    PractitionerRole self = stored(person, PSYCHIATRY);
    assertThat(said(refused(asked(self, attested(self)))))
        .containsExactly("Parameters.parameter[1].value conflict enrollee-family");
  }

  private static String organization(CaseFile file, String beginning) {
    return file.byReference().entrySet().stream()
        .filter(
            each ->
                each.getValue() instanceof Organization organization
                    && organization.getName().startsWith(beginning))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAttestationOfAnotherCaseOrReviewerOldOrNotWholeIsRefused() {
    PractitionerRole role = fit("1992999931");
    PractitionerRole other = fit("1992999932");
    Task another = task();
    another.getIdentifierFirstRep().setValue("2026-999999");
    Reference author = new Reference(CaseFile.reference(role));
    QuestionnaireResponse ofAnotherCase =
        MadeUpReviewers.attestation(another, author, Date.from(AT));
    QuestionnaireResponse old =
        MadeUpReviewers.attestation(
            task(), author, Date.from(Instant.parse("2026-06-02T17:59:59Z")));
    QuestionnaireResponse ahead =
        MadeUpReviewers.attestation(task(), author, Date.from(AT.plusSeconds(1)));
    QuestionnaireResponse open = MadeUpReviewers.attestation(task(), author, Date.from(AT));
    open.setStatus(QuestionnaireResponse.QuestionnaireResponseStatus.INPROGRESS);
    QuestionnaireResponse incomplete = MadeUpReviewers.attestation(task(), author, Date.from(AT));
    incomplete.getItem().get(1).getItem().removeIf(each -> each.getLinkId().equals("facility"));
    QuestionnaireResponse form = MadeUpReviewers.attestation(task(), author, Date.from(AT));
    form.setQuestionnaire("https://openimr.org/fhir/Questionnaire/imr-application");

    Map<String, QuestionnaireResponse> wrong = new TreeMap<>();
    wrong.put("it is about another case", ofAnotherCase);
    wrong.put("it is older than 30 days", old);
    wrong.put("it was answered in the future", ahead);
    wrong.put("it is not completed", open);
    wrong.put("it does not answer 'facility'", incomplete);
    wrong.put("it is not the form", form);
    wrong.forEach(
        (what, attestation) -> {
          List<Problem> problems = refused(asked(role, store.stored(attestation, IMRO)));
          assertThat(problems).as(what).hasSize(1);
          assertThat(problems.get(0).expression()).isEqualTo("Parameters.parameter[2].value");
          assertThat(problems.get(0).text()).contains("attestation: " + what);
        });
    assertThat(said(refused(asked(role, attested(other)))))
        .containsExactly(
            "Parameters.parameter[1].value attestation",
            "Parameters.parameter[2].value attestation");
    assertThat(said(refused(asked(role, attested(role), attested(role)))))
        .containsExactly("Parameters.parameter[1].value attestation");
  }

  @Test
  void whoIsNotKnownIsNamed() {
    PractitionerRole role = fit("1992999941");
    QuestionnaireResponse attestation = attested(role);
    Parameters asked = asked();
    asked.addParameter().setName("reviewer").setValue(new Reference("PractitionerRole/none"));
    asked
        .addParameter()
        .setName("attestation")
        .setValue(new Reference(CaseFile.reference(attestation)));

    List<Problem> problems = refused(asked);

    assertThat(problems.get(0).expression()).isEqualTo("Parameters.parameter[1].value");
    assertThat(problems.get(0).text())
        .isEqualTo("reviewer: there is no such PractitionerRole here.");
  }

  @Test
  void anotherOrganizationIsRefused() {
    PractitionerRole role = fit("1992999942");
    Parameters asked = asked(role, attested(role));
    asked
        .getParameterFirstRep()
        .setValue(
            new Reference(
                organization(store.load(Caller.SERVER, id), "Ventura County Health Care Plan")));

    assertThat(said(refused(asked))).containsExactly("Parameters.parameter[0].value organization");
    assertThatThrownBy(
            () -> assign(new Caller("x", "imro", "another-imro"), "1", asked(role, attested(role))))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void theVersionIsNamedAndTheLatest() {
    PractitionerRole role = fit("1992999943");
    Parameters asked = asked(role, attested(role));

    assertThatThrownBy(() -> assign(OFFICE, null, asked))
        .isInstanceOf(MissingVersionException.class);
    assertThatThrownBy(() -> assign(OFFICE, "7", asked)).isInstanceOf(StaleCaseException.class);
    String version = task().getMeta().getVersionId();
    assign(OFFICE, version, asked);
    assertThatThrownBy(() -> assign(OFFICE, version, asked))
        .as("of two at once the second is told")
        .isInstanceOf(StaleCaseException.class);
  }

  @Test
  void aRequestThatIsNoneIsMalformed() {
    for (String odd :
        List.of(
            "",
            "{'name':'organization','valueReference':{'reference':'Organization/1'}}",
            "{'name':'person','valueString':'a'}",
            "{'name':'reviewer','valueString':'a'}",
            "{'name':'reviewer','resource':{'resourceType':'Patient'}}")) {
      UnreadableResourceException refused =
          catchThrowableOfType(
              UnreadableResourceException.class,
              () ->
                  operation.assign(
                      new IdType("Task", id),
                      Posted.by(
                          OFFICE,
                          "1",
                          ("{'resourceType':'Parameters','parameter':[" + odd + "]}")
                              .replace('\'', '"'))));
      assertThat(refused.malformed()).as(odd).isTrue();
      assertThat(refused.problems().toString())
          .as(odd)
          .contains("There is no parameter attestation");
    }
  }
}
