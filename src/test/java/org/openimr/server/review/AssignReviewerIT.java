package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Reviewers are assigned over HTTP, and nobody but the review organization hears who they are. */
@OnEachDatabase
class AssignReviewerIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String CLERK = "demo-imro-clerk";
  private static final String PSYCHIATRY = "2084P0800X";

  private final RunningServer server;

  AssignReviewerIT(Database database) {
    this.server = database.server();
  }

  private Task submit() {
    return server.submitted(
        PLAN, Submissions.of(25).toString().replace("cypress-review", "demo-imro"));
  }

  private String imro(Task task) {
    Bundle found =
        server
            .fhir("GET", "Provenance?target=" + name(task) + "&_include=Provenance:target")
            .as(CLERK)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    return found.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(
            each ->
                each instanceof Organization organization
                    && organization.getName().startsWith("Cypress"))
        .map(CaseFile::reference)
        .findFirst()
        .orElseThrow();
  }

  private static String name(Resource resource) {
    return CaseFile.reference(resource);
  }

  private <T extends Resource> T create(T resource, Class<T> type) {
    return server
        .fhir("POST", type.getSimpleName())
        .as(CLERK)
        .header("Prefer", "return=representation")
        .json(text(resource))
        .send()
        .isOk(201)
        .resource(type);
  }

  private PractitionerRole reviewer(Practitioner person) {
    return create(
        MadeUpReviewers.role(name(create(person, Practitioner.class)), PSYCHIATRY),
        PractitionerRole.class);
  }

  private static Practitioner person() {
    return MadeUpReviewers.person(number(), PSYCHIATRY, "2099-12-31", "2099-12-31");
  }

  private static String number() {
    return "19" + ThreadLocalRandom.current().nextLong(10_000_000L, 99_999_999L);
  }

  private QuestionnaireResponse attestation(Task task, PractitionerRole role, String... conflicts) {
    return create(
        MadeUpReviewers.attestation(
            task, new Reference(name(role)), Date.from(Instant.now().minusSeconds(60)), conflicts),
        QuestionnaireResponse.class);
  }

  private static Parameters asked(String organization, Resource... named) {
    Parameters asked = new Parameters();
    asked.addParameter().setName("organization").setValue(new Reference(organization));
    for (Resource each : named) {
      asked
          .addParameter()
          .setName(each instanceof PractitionerRole ? "reviewer" : "attestation")
          .setValue(new Reference(name(each)));
    }
    return asked;
  }

  private Answer assign(String token, Task task, String version, Parameters asked) {
    RunningServer.Call call =
        server.fhir("POST", name(task) + "/$assign-reviewer").as(token).json(text(asked));
    return (version == null ? call : call.header("If-Match", "W/\"" + version + "\"")).send();
  }

  private static String text(Resource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }

  @Test
  void aFitReviewerIsAssignedAndSeenByTheReviewOrganizationAlone() {
    Task task = submit();
    Practitioner person = person();
    String family = person.getNameFirstRep().getFamily();
    PractitionerRole role = reviewer(person);
    QuestionnaireResponse attestation = attestation(task, role);

    Task assigned =
        (Task)
            assign(CLERK, task, "1", asked(imro(task), role, attestation))
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("case")
                .getResource();

    assertThat(assigned.getMeta().getVersionId()).isEqualTo("2");
    String seats = "Task?code=imr-seat&focus=" + name(task);
    Bundle own = server.fhir("GET", seats).as(CLERK).send().isOk(200).resource(Bundle.class);
    assertThat(own.getTotal()).isEqualTo(1);
    Task seat = (Task) own.getEntryFirstRep().getResource();
    assertThat(seat.getOwner().getReference()).isEqualTo(name(role));
    for (String other :
        List.of(
            PLAN,
            "demo-department",
            "demo-member",
            "demo-provider",
            "demo-admin",
            "demo-committee",
            "demo-imro-other")) {
      for (String path :
          List.of(
              name(seat),
              name(seat) + "/_history",
              name(role),
              name(attestation),
              seats,
              "Task?_id=" + task.getIdElement().getIdPart() + "&_include=*&_revinclude=*",
              "Provenance?target=" + name(task) + "&_include=Provenance:target",
              "Task?part-of=" + name(task),
              "QuestionnaireResponse?subject=" + name(task))) {
        Answer answer = server.fhir("GET", path).as(other).send();
        assertThat(answer.status()).as(other + " " + path).isIn(200, 403, 404);
        assertThat(answer.text())
            .as(other + " " + path)
            .doesNotContain(family)
            .doesNotContain(name(role) + "\"")
            .doesNotContain("\"imr-seat\"");
      }
    }
    Bundle reviews =
        server
            .fhir("GET", "Task?code=imr-review&part-of=" + name(task))
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(text(reviews)).contains("Board-certified in psychiatry; licensed in US-CA.");
  }

  @Test
  void whatSpeaksAgainstAReviewerIsNamed() {
    Task task = submit();
    String number = number();
    PractitionerRole role =
        reviewer(MadeUpReviewers.person(number, PSYCHIATRY, "2019-12-31", "2099-12-31"));
    // who treats the member is known by the NPI
    PractitionerRole treating =
        reviewer(MadeUpReviewers.person("9900000016", PSYCHIATRY, "2099-12-31", "2099-12-31"));

    OperationOutcome refused =
        assign(
                CLERK,
                task,
                "1",
                asked(
                    imro(task),
                    role,
                    treating,
                    attestation(task, role, "plan"),
                    attestation(task, treating)))
            .isOk(422)
            .resource(OperationOutcome.class);

    assertThat(refused.getIssue())
        .extracting(
            each ->
                each.getExpression().get(0).getValue()
                    + " "
                    + each.getDiagnostics().replaceAll(":.*", ""))
        .containsExactlyInAnyOrder(
            "Parameters.parameter[1].value license",
            "Parameters.parameter[2].value conflict disputed-provider",
            "Parameters.parameter[3].value conflict plan");
    assertThat(text(refused)).doesNotContain("Quist");
    assertThat(
            server
                .fhir("GET", name(task))
                .as(CLERK)
                .send()
                .resource(Task.class)
                .getMeta()
                .getVersionId())
        .isEqualTo("1");
  }

  @Test
  void ofTwoAtOnceOneWins() throws Exception {
    Task task = submit();
    String organization = imro(task);
    ExecutorService clerks = Executors.newFixedThreadPool(2);
    CountDownLatch together = new CountDownLatch(2);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      PractitionerRole role = reviewer(person());
      Parameters asked = asked(organization, role, attestation(task, role));
      answers.add(
          clerks.submit(
              () -> {
                together.countDown();
                together.await();
                return assign(CLERK, task, "1", asked).status();
              }));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    clerks.shutdown();
    assertThat(statuses).containsExactlyInAnyOrder(200, 412);
  }

  @Test
  void whoMayNotIsRefused() {
    Task task = submit();
    PractitionerRole role = reviewer(person());
    Parameters asked = asked(imro(task), role, attestation(task, role));

    assertThat(assign(PLAN, task, "1", asked).status()).isEqualTo(403);
    assertThat(assign("demo-imro-reviewer", task, "1", asked).status()).isEqualTo(403);
    assertThat(assign("demo-imro-other", task, "1", asked).status()).isEqualTo(404);
    assertThat(assign(CLERK, task, null, asked).status()).isEqualTo(428);
    assertThat(assign(CLERK, task, "9", asked).status()).isEqualTo(412);
    assertThat(assign(CLERK, task, "1", new Parameters()).status()).isEqualTo(400);
  }
}
