package org.openimr.operation.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.HeldReviewers;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.AlreadyRecordedException;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.MissingVersionException;
import org.openimr.operation.casefile.StaleCaseException;

/** A determination is held against the case and its packet, and stored with its event. */
class RecordDeterminationOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final Caller DEPARTMENT = new Caller("test", "department", "dmhc");
  private static final Caller IMRO = new Caller("test", "imro", "cypress-review");
  private static final String WORDS = "Day care did not help. She needed to stay.";
  private static final String NOTHING = "0".repeat(64);

  private Instant now = Submissions.RECEIVED;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final RecordDeterminationOperation operation = HeldCases.determining(store, clock);
  private String id;

  @BeforeEach
  void submit() {
    submit(Submissions.small().toString());
  }

  private void submit(String bundle) {
    id = Posted.submit(store, clock, PLAN, bundle);
    now = OffsetDateTime.parse("2026-07-20T16:00:00-07:00").toInstant();
    store.at(now);
  }

  @Test
  void itIsStoredWithItsEventAndEverythingThatFollows() {
    Bundle packet = issue("imro");
    List<String> hashes = hashes(packet);
    assertThat(hashes).hasSize(9);

    Parameters answer =
        record(
            IMRO,
            body(packet)
                .line(null, "overturned", WORDS)
                .add("qualifications", new StringType("Board-certified psychiatrist"))
                .all("reviewed", hashes.subList(0, 7))
                .all("notReviewed", hashes.subList(7, 9)));

    Task task = (Task) answer.getParameter("case").getResource();
    assertThat(CaseStatus.stated(task)).isEqualTo("determined");
    Composition made = (Composition) answer.getParameter("determination").getResource();
    assertThat(made.getIdentifier().getValue()).isEqualTo("2026-000001-determination-1");
    assertThat(made.getStatus()).isEqualTo(Composition.CompositionStatus.FINAL);
    assertThat(made.getAuthorFirstRep().getDisplay()).isEqualTo("Cypress Independent Review");
    assertThat(made.getEventFirstRep().getDetailFirstRep().getReference()).isEqualTo("Task/" + id);
    assertThat(made.getDateElement().getValueAsString()).isEqualTo("2026-07-20T16:00:00-07:00");
    assertThat(AccessMarks.parties(made)).isEqualTo(AccessMarks.parties(task));
    assertThat(entries(section(made, "Records reviewed")))
        .containsExactlyInAnyOrderElementsOf(hashes.subList(0, 7));
    assertThat(entries(section(made, "Records not reviewed")))
        .containsExactlyInAnyOrderElementsOf(hashes.subList(7, 9));
    assertThat(section(made, "Qualifications of the reviewers").getText().getDivAsString())
        .contains("Board-certified psychiatrist");
    assertThat(made.getText().getDivAsString())
        .contains("Of its 9 documents, reviewed: 7, not reviewed: 2.")
        .contains("It binds the plan once the department has adopted it.");
    assertThat(answer.getParameter("issues")).isNull();
    assertThat(duty("determination")).isEqualTo("met");
    assertThat(evidence(task)).isEqualTo("Composition/" + made.getIdElement().getIdPart());
    Provenance last = store.all(Provenance.class).get(store.all(Provenance.class).size() - 1);
    assertThat(last.getTarget())
        .extracting(Reference::getReference)
        .contains("Task/" + id, "Composition/" + made.getIdElement().getIdPart());
    assertThat(last.getActivity().getCoding().get(1).getCode()).isEqualTo("determination-made");
  }

  @Test
  void aClaimIsAnsweredLineByLine() {
    Bundle packet = issue("imro");
    record(IMRO, body(packet).line(1, "partially-overturned", WORDS).read(packet));

    List<ClaimResponse> answers = store.all(ClaimResponse.class);
    ClaimResponse answer = answers.get(answers.size() - 1);
    assertThat(answer.getInsurer().getDisplay()).isEqualTo("Ventura County Health Care Plan");
    assertThat(answer.getItem()).hasSize(1);
    assertThat(answer.getItemFirstRep().getItemSequence()).isEqualTo(1);
    assertThat(answer.getItemFirstRep().getAdjudicationFirstRep().getCategory().getCodingFirstRep())
        .returns("partially-overturned", coding -> coding.getCode())
        .returns("https://openimr.org/fhir/CodeSystem/imr-outcome", coding -> coding.getSystem());
    assertThat(answer.getMeta().getTag(AccessMarks.STATE, AccessMarks.FINAL)).isNotNull();
    // what the plan decided stays what it was
    assertThat(HeldCases.in(store).read(store.load(Caller.SERVER, id)).facts().value("decision"))
        .isEqualTo("denied");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    Bundle packet = issue("imro");
    List<String> hashes = hashes(packet);
    Body body =
        body(packet)
            .line(1, "modified", WORDS)
            .line(1, "upheld", WORDS)
            .line(4, "upheld", WORDS)
            .all("reviewed", hashes.subList(0, 8))
            .all("notReviewed", List.of(hashes.get(0), NOTHING));

    assertThat(refused(DEPARTMENT, body).problems())
        .extracting(Problem::code, Problem::text)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "code-invalid",
                "There is no outcome 'modified' in the CodeSystem imr-outcome; it has overturned,"
                    + " partially-overturned, upheld."),
            org.assertj.core.groups.Tuple.tuple(
                "duplicate", "Line 1 of the claim is decided twice."),
            org.assertj.core.groups.Tuple.tuple(
                "business-rule",
                "Line 4 of the claim is not in dispute; in dispute are the lines 1."),
            org.assertj.core.groups.Tuple.tuple(
                "not-found", "The packet holds no document with the SHA-256 " + NOTHING + "."),
            org.assertj.core.groups.Tuple.tuple(
                "duplicate",
                "The document "
                    + hashes.get(0)
                    + " stands in the lists before; each stands once, as reviewed or as not"
                    + " reviewed."),
            org.assertj.core.groups.Tuple.tuple(
                "required",
                "The document "
                    + hashes.get(8)
                    + " of the packet is neither reviewed nor not reviewed; each is one of both."));
    assertThat(store.all(Composition.class)).isEmpty();
    assertThat(task().getMeta().getVersionId()).isEqualTo("2");
  }

  @Test
  void placesAreToldAsFhirPath() {
    Bundle packet = issue("imro");
    Body body =
        body(packet).line(1, "upheld", WORDS).read(packet).all("reviewed", List.of(NOTHING));

    assertThat(refused(IMRO, body).problems())
        .extracting(Problem::expression)
        .containsExactly("Parameters.parameter[11]");
  }

  @Test
  void thePacketIsTheLatestForTheReviewer() {
    Body none = body("2026-000001-imro-1").line(1, "upheld", WORDS);
    assertThat(refused(IMRO, none).problems())
        .extracting(Problem::text)
        .containsExactly(
            "No packet of this case was issued for the recipient imro; a determination is made from"
                + " one.");
    Bundle other = issue("department");
    assertThat(refused(IMRO, body(other).line(1, "upheld", WORDS)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "The packet was made for the recipient department; a determination is made from one for"
                + " the recipient imro.");
    Bundle first = issue("imro");
    event(PLAN, "records-sent", "2026-07-03T15:00:00-07:00");
    Bundle second = issue("imro");
    assertThat(refused(IMRO, body(first).line(1, "upheld", WORDS).read(first)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "The packet was replaced by 2026-000001-imro-2; a determination is made from the latest"
                + " one.");
    assertThat(refused(IMRO, body("2026-000007-imro-1").line(1, "upheld", WORDS)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "No packet of that number was issued of this case; the latest for the recipient imro is"
                + " 2026-000001-imro-2.");
    assertThat(refused(IMRO, body("2026-000001-imro-draft").line(1, "upheld", WORDS)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "The packet is a draft; a determination is made from one that was issued.");

    record(IMRO, body(second).line(1, "upheld", WORDS).read(second));
  }

  @Test
  void theVotesOfAPanelAreCounted() {
    Bundle packet = issue("imro");
    Body split = body(packet).line(1, "upheld", WORDS).vote(1, "upheld").vote(2, "overturned");

    assertThat(refused(IMRO, split.read(packet)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "The outcome of the line is upheld. The votes are evenly split, which is decided for the"
                + " member: overturned (votes: 1 upheld, 1 overturned). See "
                + HeldReviewers.TERMS.voting().citation()
                + ".");

    Parameters answer =
        record(
            IMRO,
            body(packet)
                .line(1, "overturned", WORDS)
                .vote(1, "upheld")
                .vote(2, "overturned")
                .read(packet));

    Composition made = (Composition) answer.getParameter("determination").getResource();
    assertThat(made.getText().getDivAsString())
        .contains(
            "The votes of the reviewers were evenly split, which is decided for the member: 1 upheld,"
                + " 1 overturned.");
  }

  @Test
  void everySeatOfAnAssignedPanelVotes() {
    Bundle packet = issue("imro");
    assign("cypress-review", "checked", "Psychiatrist", "Psychiatrist for adults");

    assertThat(refused(IMRO, body(packet).line(1, "upheld", WORDS).read(packet)).problems())
        .extracting(Problem::text)
        .contains(
            "Seat 1 has no vote; who does not vote is named, without an outcome.",
            "Seat 2 has no vote; who does not vote is named, without an outcome.");

    Parameters answer =
        record(
            IMRO,
            body(packet).line(1, "upheld", WORDS).vote(1, "upheld").vote(2, "upheld").read(packet));

    Composition made = (Composition) answer.getParameter("determination").getResource();
    assertThat(section(made, "Qualifications of the reviewers").getText().getDivAsString())
        .as("what was said when they were assigned")
        .contains("<li>Psychiatrist</li>", "<li>Psychiatrist for adults</li>");
    assertThat(made.getText().getDivAsString()).contains("All reviewers agree: 2 upheld.");
  }

  @Test
  void noTextNamesAReviewer() {
    Bundle packet = issue("imro");
    assign("cypress-review", "checked", "Psychiatrist");

    for (String text :
        List.of("As Dr. Ann Hollis found, she needed to stay.", "Hollis, Ann", "NPI 1992999990")) {
      assertThat(refused(IMRO, body(packet).line(1, "upheld", text).read(packet)).problems())
          .as(text)
          .extracting(Problem::expression)
          .containsExactly("Parameters.parameter[1].part[2]");
    }
    assertThat(
            refused(
                    IMRO,
                    body(packet)
                        .line(1, "upheld", WORDS)
                        .read(packet)
                        .add("qualifications", new StringType("ANN  HOLLIS, MD")))
                .problems())
        .extracting(Problem::text)
        .containsExactly(
            "The text names a reviewer of this case; a determination tells what qualifies its"
                + " reviewers, and not who they are.");

    record(IMRO, body(packet).line(1, "upheld", "Ann and Mrs. Hollister agree.").read(packet));
  }

  @Test
  void onlyTheAssignedOrganizationRecordsForItself() {
    Bundle packet = issue("imro");
    assign("bay-review", "checked", "Psychiatrist");
    Body body = body(packet).line(1, "upheld", WORDS).read(packet);

    assertThat(refused(IMRO, body).problems())
        .extracting(Problem::code, Problem::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "forbidden",
                "The review is assigned to another review organization, which records its"
                    + " determination."));
    record(DEPARTMENT, body);
  }

  @Test
  void aReviewThatWasGivenBackIsNotDetermined() {
    Bundle packet = issue("imro");
    assign("cypress-review", "returned", "Psychiatrist");

    assertThat(refused(IMRO, body(packet).line(1, "upheld", WORDS).read(packet)).problems())
        .extracting(Problem::text)
        .containsExactly(
            "The review is at the stage returned; it is released after the quality check"
                + " ($take-review, step check).");
  }

  /** A review with seats, as it is stored when reviewers are assigned; all seats are of one. */
  private void assign(String organization, String stage, String... qualifications) {
    Bundle stored = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Organization owner = new Organization();
    owner
        .addIdentifier()
        .setSystem("https://openimr.org/fhir/sid/organization")
        .setValue(organization);
    post(stored, "urn:uuid:owner", owner);
    Practitioner person = new Practitioner();
    person.addName().setFamily("Hollis").addGiven("Ann");
    person.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-npi").setValue("1992999990");
    post(stored, "urn:uuid:person", person);
    PractitionerRole role = new PractitionerRole();
    role.setPractitioner(new Reference("urn:uuid:person"));
    post(stored, "urn:uuid:role", role);
    ReviewTask review =
        ReviewTask.made(task(), new DateTimeType("2026-07-08T09:00:00-07:00"))
            .by(new Reference("urn:uuid:owner"))
            .with(
                Stream.of(qualifications).map(each -> new CodeableConcept().setText(each)).toList())
            .at(stage, Task.TaskStatus.INPROGRESS, new DateTimeType("2026-07-08T09:00:00-07:00"));
    post(stored, "urn:uuid:review", review.task());
    for (int number = 1; number <= qualifications.length; number++) {
      Task seat =
          Seat.filled(
              null,
              task(),
              organization,
              number,
              new Reference("urn:uuid:role"),
              new Reference("QuestionnaireResponse/1"),
              new DateTimeType("2026-07-08T09:00:00-07:00"));
      stored
          .addEntry()
          .setResource(seat)
          .getRequest()
          .setMethod(Bundle.HTTPVerb.PUT)
          .setUrl("Task/" + seat.getIdElement().getIdPart());
    }
    store.save(Caller.SERVER, stored);
  }

  private static void post(Bundle stored, String url, org.hl7.fhir.r4.model.Resource resource) {
    stored
        .addEntry()
        .setFullUrl(url)
        .setResource(resource)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.POST)
        .setUrl(resource.fhirType());
  }

  @Test
  void theSameTwiceIsOneIfItHasAName() {
    Bundle packet = issue("imro");
    Body body = body(packet).named("d-17").line(1, "upheld", WORDS).read(packet);
    String version = task().getMeta().getVersionId();
    Parameters first = record(IMRO, version, body);
    Parameters again = record(IMRO, version, body);

    assertThat(again.getParameter("determination").getResource().getIdElement().getIdPart())
        .isEqualTo(first.getParameter("determination").getResource().getIdElement().getIdPart());
    assertThat(store.all(Composition.class)).hasSize(1);
    assertThatThrownBy(
            () ->
                record(
                    IMRO,
                    version,
                    body(packet).named("d-17").line(1, "overturned", WORDS).read(packet)))
        .isInstanceOf(AlreadyRecordedException.class);
  }

  @Test
  void aCaseIsDeterminedOnce() {
    Bundle packet = issue("imro");
    String version = task().getMeta().getVersionId();
    Body body = body(packet).line(1, "upheld", WORDS).read(packet);
    record(IMRO, version, body);

    assertThatThrownBy(() -> record(IMRO, version, body)).isInstanceOf(StaleCaseException.class);
    now = now.plusSeconds(60);
    RefusedDeterminationException refused = refused(IMRO, body);
    assertThat(refused.problems())
        .extracting(Problem::text)
        .containsExactly(
            "The case has a determination; entered-in-error strikes it before another one is"
                + " recorded.");
    assertThat(refused.event().reasons())
        .containsExactly("A case in status determined has no event determination-made.");
  }

  @Test
  void aDeterminationThatWasStruckIsReplaced() {
    Bundle packet = issue("imro");
    record(IMRO, body(packet).line(1, "upheld", WORDS).read(packet));
    String entry = last(task());
    strike(entry);
    Parameters answer = record(IMRO, body(packet).line(1, "overturned", WORDS).read(packet));

    Composition second = (Composition) answer.getParameter("determination").getResource();
    assertThat(second.getIdentifier().getValue()).isEqualTo("2026-000001-determination-2");
    assertThat(store.all(Composition.class))
        .extracting(Composition::getStatus)
        .containsExactly(
            Composition.CompositionStatus.ENTEREDINERROR, Composition.CompositionStatus.FINAL);
    assertThat(second.getRelatesToFirstRep().getTargetReference().getReference())
        .isEqualTo("Composition/" + store.all(Composition.class).get(0).getIdElement().getIdPart());
  }

  @Test
  void thePlanDeterminesNothing() {
    Bundle packet = issue("imro");
    RefusedDeterminationException refused =
        refused(PLAN, body(packet).line(1, "upheld", WORDS).read(packet));

    assertThat(refused.event().reasons()).anyMatch(each -> each.contains("not by the role plan"));
  }

  @Test
  void reasonsThatReadHardAreRemarked() {
    Bundle packet = issue("imro");
    Parameters answer =
        record(
            IMRO,
            body(packet)
                .line(
                    1,
                    "upheld",
                    "Contemporaneous documentation demonstrates insufficient amelioration of"
                        + " symptomatology following comparatively conservative ambulatory"
                        + " interventions.")
                .read(packet));

    OperationOutcome issues = (OperationOutcome) answer.getParameter("issues").getResource();
    assertThat(issues.getIssue()).hasSize(1);
    assertThat(issues.getIssueFirstRep().getSeverity())
        .isEqualTo(OperationOutcome.IssueSeverity.WARNING);
    assertThat(issues.getIssueFirstRep().getExpression().get(0).getValue())
        .isEqualTo("Parameters.parameter[1].part[2].value");
  }

  @Test
  void whatIsNoDeterminationIsRefusedByItsShape() {
    issue("imro");
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () -> record(IMRO, new Body().add("colour", new StringType("red"))));

    assertThat(refused.malformed()).isTrue();
    assertThat(refused.problems())
        .extracting(Problem::text)
        .contains(
            "The request has no part 'packet', which every one must have.",
            "The request has no part 'line', which every one must have.");
  }

  @Test
  void aVersionMustBeNamed() {
    assertThatThrownBy(() -> record(IMRO, null, new Body()))
        .isInstanceOf(MissingVersionException.class);
  }

  /** A request while it is put together. */
  private static final class Body {
    private final Parameters parameters = new Parameters();
    private ParametersParameterComponent line;

    Body add(String name, org.hl7.fhir.r4.model.Type value) {
      parameters.addParameter().setName(name).setValue(value);
      return this;
    }

    Body named(String name) {
      return add("identifier", new Identifier().setSystem("https://review.example").setValue(name));
    }

    Body line(Integer sequence, String outcome, String rationale) {
      line = parameters.addParameter().setName("line");
      if (sequence != null) {
        line.addPart().setName("sequence").setValue(new IntegerType(sequence));
      }
      line.addPart().setName("outcome").setValue(new CodeType(outcome));
      line.addPart().setName("rationale").setValue(new StringType(rationale));
      line.addPart().setName("criterion").setValue(new CodeType("professional-standards"));
      return this;
    }

    Body vote(int seat, String outcome) {
      ParametersParameterComponent vote = line.addPart().setName("vote");
      vote.addPart().setName("seat").setValue(new IntegerType(seat));
      vote.addPart().setName("outcome").setValue(new CodeType(outcome));
      return this;
    }

    Body all(String name, List<String> hashes) {
      hashes.forEach(each -> add(name, new StringType(each)));
      return this;
    }

    Body read(Bundle packet) {
      return all("reviewed", hashes(packet));
    }
  }

  private static Body body(Bundle packet) {
    return body(packet.getIdentifier().getValue());
  }

  private static Body body(String packet) {
    return new Body().add("packet", new Identifier().setValue(packet));
  }

  private static List<String> hashes(Bundle packet) {
    return new ArrayList<>(PacketRecords.of(packet).hashes());
  }

  private Bundle issue(String recipient) {
    SystemRequestDetails request = Posted.by(PLAN, null, "");
    request.addParameter("recipient", new String[] {recipient});
    request.setFhirServerBase("http://localhost/fhir");
    return HeldCases.packets(store, clock).packet(new IdType("Task", id), request);
  }

  private Parameters record(Caller caller, Body body) {
    return record(caller, task().getMeta().getVersionId(), body);
  }

  private Parameters record(Caller caller, String version, Body body) {
    return operation.record(
        new IdType("Task", id),
        Posted.by(
            caller,
            version,
            Submissions.CONTEXT.newJsonParser().encodeResourceToString(body.parameters)));
  }

  private RefusedDeterminationException refused(Caller caller, Body body) {
    RefusedDeterminationException refused =
        catchThrowableOfType(RefusedDeterminationException.class, () -> record(caller, body));
    assertThat(refused).isNotNull();
    return refused;
  }

  private void event(Caller caller, String code, String time) {
    Parameters body = new Parameters();
    ParametersParameterComponent event = body.addParameter().setName("event");
    event.addPart().setName("code").setValue(new CodeType(code));
    event.addPart().setName("time").setValue(new DateTimeType(time));
    recordEvent(caller, body);
  }

  private void strike(String entry) {
    Parameters body = new Parameters();
    ParametersParameterComponent event = body.addParameter().setName("event");
    event.addPart().setName("code").setValue(new CodeType("entered-in-error"));
    event.addPart().setName("time").setValue(new DateTimeType("2026-07-20T16:00:00-07:00"));
    event.addPart().setName("refersTo").setValue(new StringType(entry));
    recordEvent(IMRO, body);
  }

  private void recordEvent(Caller caller, Parameters body) {
    HeldCases.recording(store, clock)
        .record(
            new IdType("Task", id),
            Posted.by(
                caller,
                task().getMeta().getVersionId(),
                Submissions.CONTEXT.newJsonParser().encodeResourceToString(body)));
  }

  private Task task() {
    return store.load(Caller.SERVER, id).task();
  }

  private static Extension detail(Task task) {
    return task.getInput().stream()
        .filter(input -> input.getType().getCodingFirstRep().getSystem().endsWith("/imr-event"))
        .reduce((one, two) -> two)
        .orElseThrow()
        .getExtensionByUrl("https://openimr.org/fhir/StructureDefinition/imr-event-detail");
  }

  private static String evidence(Task task) {
    return ((Reference) detail(task).getExtensionByUrl("evidence").getValue()).getReference();
  }

  private static String last(Task task) {
    return detail(task).getExtensionByUrl("id").getValue().primitiveValue();
  }

  private String duty(String milestone) {
    return store.load(Caller.SERVER, id).resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(
            each ->
                each.getCode().getCoding().stream()
                    .anyMatch(coding -> milestone.equals(coding.getCode())))
        .map(each -> each.getBusinessStatus().getCodingFirstRep().getCode())
        .findFirst()
        .orElseThrow();
  }

  private static SectionComponent section(Composition composition, String title) {
    return composition.getSection().stream()
        .filter(each -> each.getTitle().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> entries(SectionComponent section) {
    return new java.util.TreeSet<>(
        section.getEntry().stream()
            .map(each -> each.getExtensionFirstRep().getValue().primitiveValue())
            .toList());
  }
}
