package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** What a caller may not see, it learns of on no other way. */
@OnEachDatabase
class SidePathsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";
  private static final String IMRO = "demo-imro";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;

  SidePathsIT(Database database) {
    this.server = database.server();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Coverage\",\"status\":\"active\",\"beneficiary\":{\"reference\":\"Patient/%s\"},\"payor\":[{\"display\":\"x\"}]}",
        // not indexed, so that the store alone would take it
        "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"urn:x\",\"valueReference\":{\"reference\":\"Patient/%s\"}}]}",
        "{\"resourceType\":\"Coverage\",\"status\":\"active\",\"beneficiary\":{\"reference\":\"Patient/%s/_history/1\"},\"payor\":[{\"display\":\"x\"}]}",
        "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{\"attachment\":{\"url\":\"Patient/%s\"}}]}",
      })
  void aReferenceToOthersIsAnsweredAsOneToNothing(String body) {
    String type = body.replaceAll("^\\{\"resourceType\":\"(\\w+)\".*", "$1");
    String foreign = id(store(new Patient(), "chw"));
    Answer toForeign = server.fhir("POST", type).as(PLAN).json(body.formatted(foreign)).send();
    Answer toNothing =
        server.fhir("POST", type).as(PLAN).json(body.formatted(UUID.randomUUID())).send();
    assertThat(toForeign.status()).isEqualTo(400);
    assertThat(toForeign.text()).isEqualTo(toNothing.text());
    String own = id(store(new Patient(), "vchcp"));
    server.fhir("POST", type).as(PLAN).json(body.formatted(own)).send().isOk(201);
    server
        .fhir("POST", type)
        .as(PLAN)
        .json(body.formatted(own).replace("Patient/" + own, "Patient?_id=" + own))
        .send()
        .isOk(400);
  }

  @Test
  void aReferenceThatWasThereMayStay() {
    String foreign = id(store(new Patient(), "chw"));
    Coverage coverage = new Coverage();
    coverage.setBeneficiary(new Reference("Patient/" + foreign));
    String id = id(store(coverage, "vchcp"));
    server
        .fhir("PUT", "Coverage/" + id)
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Coverage\",\"id\":\""
                + id
                + "\",\"status\":\"active\",\"beneficiary\":{\"reference\":\"Patient/"
                + foreign
                + "\"}}")
        .send()
        .isOk(200);
  }

  @Test
  void aChainLooksOnlyIntoWhatTheCallerSees() {
    String name = "Q" + UUID.randomUUID().toString().substring(0, 8);
    Patient foreign = new Patient();
    foreign.addName(new HumanName().setFamily(name));
    Coverage coverage = new Coverage();
    coverage.setBeneficiary(new Reference("Patient/" + id(store(foreign, "chw"))));
    store(coverage, "vchcp", "chw");
    for (String chain :
        List.of("beneficiary.family", "beneficiary:Patient.family", "patient.family:exact")) {
      assertThat(total("Coverage?" + chain + "=" + name, PLAN)).as(chain).isZero();
      assertThat(total("Coverage?" + chain + "=" + name, OTHER)).as(chain).isOne();
      assertThat(total("Coverage?" + chain + "=" + name, DEPARTMENT)).as(chain).isOne();
      assertThat(total("Coverage?" + chain + "=" + name + ",other", OTHER)).as(chain).isOne();
    }
    assertThat(total("Coverage?beneficiary._id=" + foreign.getIdPart(), PLAN)).isZero();
    assertThat(total("Coverage?beneficiary._lastUpdated=gt2000-01-01&status:missing=true", IMRO))
        .isZero();
  }

  @Test
  void aChainOfAReferenceThatRepeatsLooksOnlyIntoWhatTheCallerSees() {
    DocumentReference seen = document("seen-" + UUID.randomUUID());
    DocumentReference hidden = document("hidden-" + UUID.randomUUID());
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference("DocumentReference/" + id(store(seen, "vchcp", "chw"))));
    provenance.addTarget(new Reference("DocumentReference/" + id(store(hidden, "chw"))));
    store(provenance, "vchcp", "chw");
    String chain = "Provenance?target:DocumentReference.type=";
    assertThat(total(chain + code(seen), PLAN)).isOne();
    assertThat(total(chain + code(hidden), PLAN)).isZero();
    assertThat(total(chain + code(hidden), OTHER)).isOne();
    assertThat(total("Provenance?target.type=" + code(hidden), PLAN)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Coverage?_sort=beneficiary.family",
        "Patient?_has:Coverage:beneficiary:status=active",
        "Patient?_list=one",
        "Coverage?beneficiary._has:Coverage:beneficiary:status=active",
      })
  void whatCannotBeNarrowedIsRefused(String search) {
    server.fhir("GET", search).as(PLAN).send().isOk(403);
  }

  @Test
  void aNameThatIsNotThereIsAnsweredAsOneThatIsOthers() {
    String foreign = id(store(new Patient(), "chw"));
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
    for (String id : List.of(foreign, UUID.randomUUID().toString(), "smith")) {
      server
          .fhir("PUT", "Patient/" + id)
          .as(PLAN)
          .header("If-Match", "W/\"77\"")
          .json(body.formatted(id))
          .send()
          .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
      server
          .fhir("PUT", "Patient/" + id)
          .as(PLAN)
          .json(body.formatted(id))
          .send()
          .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
      for (String path : List.of("/$validate?mode=delete", "/_history/1", "")) {
        server.fhir("GET", "Patient/" + id + path).as(PLAN).send().isOk(404);
      }
    }
  }

  @Test
  void whatWasDeletedIsNotThere() {
    String id = id(store(new Patient(), "chw"));
    server
        .bean(DaoRegistry.class)
        .getResourceDao(Patient.class)
        .delete(new org.hl7.fhir.r4.model.IdType("Patient", id), new SystemRequestDetails());
    for (String token : List.of(PLAN, IMRO, DEPARTMENT)) {
      server.fhir("GET", "Patient/" + id).as(token).send().isOk(404);
      server.fhir("GET", "Patient/" + id + "/_history").as(token).send().isOk(404);
      server.fhir("GET", "Patient/" + id + "/_history/1").as(token).send().isOk(404);
    }
    server
        .fhir("PUT", "Patient/" + id)
        .as(PLAN)
        .json("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
        .send()
        .isOk(404);
  }

  @Test
  void pagesAreForTheCallerToWhomTheyWereGiven() {
    String name = "P" + UUID.randomUUID().toString().substring(0, 8);
    for (int i = 0; i < 3; i++) {
      Patient patient = new Patient();
      patient.addName(new HumanName().setFamily(name));
      store(patient, "vchcp");
    }
    Bundle first = bundle("Patient?family=" + name + "&_count=1", PLAN);
    String next = path(first.getLink("next").getUrl());
    assertThat(bundle(next, PLAN).getEntry()).hasSize(1);
    for (String token : List.of(OTHER, IMRO, DEPARTMENT, "demo-plan-staff")) {
      server
          .fhir("GET", next)
          .as(token)
          .send()
          .isRefused(410, "deleted", "These results are no longer kept; search again.");
    }
    server.fhir("GET", next).send().isOk(410);
    server
        .fhir("GET", next.replaceAll("&_pagesfor=[^&]*", ""))
        .as(PLAN)
        .send()
        .isRefused(410, "deleted", "These results are no longer kept; search again.");
  }

  @Test
  void aHistoryTellsNoTotalOfWhatIsNotShown() {
    Patient patient = new Patient();
    store(patient, "chw");
    patient.setActive(true);
    AccessMarks.add(patient, Set.of("vchcp"));
    server
        .bean(DaoRegistry.class)
        .getResourceDao(Patient.class)
        .update(patient, new SystemRequestDetails());
    Bundle history = bundle("Patient/" + patient.getIdPart() + "/_history", PLAN);
    assertThat(history.getEntry()).hasSize(1);
    assertThat(history.hasTotal()).isFalse();
  }

  @Test
  void aReviewOrganizationSeesACaseUntilItIsDecided() {
    Patient shared = new Patient();
    shared.addName(new HumanName().setFamily("Held"));
    store(shared, "vchcp", "demo-imro");
    Task task = caseOf(shared, "records-complete");
    Task second = caseOf(shared, "records-complete");
    assertThat(total("Task?_id=" + task.getIdPart(), IMRO)).isOne();
    Bundle first = bundle("Task?patient=" + shared.getIdPart() + "&_count=1", IMRO);
    String page = path(first.getLink("next").getUrl());
    assertThat(bundle(page, IMRO).getEntry()).hasSize(1);

    decide(task);
    decide(second);

    server
        .fhir("GET", page)
        .as(IMRO)
        .send()
        .isRefused(410, "deleted", "These results are no longer kept; search again.");
    assertThat(total("Task?patient=" + shared.getIdPart(), IMRO)).isZero();
    for (String path :
        List.of(
            "Task/" + task.getIdPart(),
            "Task/" + task.getIdPart() + "/_history",
            "Task/" + task.getIdPart() + "/_history/1",
            "Task/" + task.getIdPart() + "/$compute-deadlines",
            "Patient/" + shared.getIdPart())) {
      server.fhir("GET", path).as(IMRO).send().isOk(404);
    }
    server.fhir("GET", "Task/" + task.getIdPart()).as(PLAN).send().isOk(200);
  }

  @Test
  void openPagesEndForWhomeverOneOfTheirCasesLeftAndForNobodyElse() {
    Patient shared = new Patient();
    store(shared, "vchcp", "demo-imro");
    List<Task> tasks = new java.util.ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(caseOf(shared, "records-complete"));
    }
    String search = "Task?patient=" + shared.getIdPart() + "&_count=1&_total=accurate";
    Bundle ofReviewer = bundle(search, IMRO);
    Bundle ofPlan = bundle(search, PLAN);
    Bundle ofDepartment = bundle(search, DEPARTMENT);
    assertThat(ofReviewer.getTotal()).isEqualTo(3);
    assertThat(ofDepartment.getTotal()).isEqualTo(3);
    String page = path(ofReviewer.getLink("next").getUrl());
    Bundle second = bundle(page, IMRO);
    assertThat(second.getEntry()).hasSize(1);
    assertThat(second.hasTotal()).isFalse();
    String last = path(second.getLink("next").getUrl());

    decide(tasks.get(0));

    for (String each : List.of(page, last)) {
      server
          .fhir("GET", each)
          .as(IMRO)
          .send()
          .isRefused(410, "deleted", "These results are no longer kept; search again.");
    }
    assertThat(bundle(search, IMRO).getTotal()).isEqualTo(2);
    assertThat(bundle(path(ofPlan.getLink("next").getUrl()), PLAN).getEntry()).hasSize(1);
    Bundle next = bundle(path(ofDepartment.getLink("next").getUrl()), DEPARTMENT);
    assertThat(next.getEntry()).hasSize(1);
    // what a plan notes of its own work is a Task as well, and not the department's to see
    assertThat(next.hasTotal()).isFalse();
  }

  @Test
  void whoSeesAllOfATypeIsToldTheTotalOnEveryPage() {
    String ids =
        store(new Patient(), "vchcp").getIdPart() + "," + store(new Patient(), "chw").getIdPart();
    Bundle first = bundle("Patient?_id=" + ids + "&_count=1&_total=accurate", DEPARTMENT);
    assertThat(first.getTotal()).isEqualTo(2);
    Bundle next = bundle(path(first.getLink("next").getUrl()), DEPARTMENT);
    assertThat(next.getEntry()).hasSize(1);
    assertThat(next.getTotal()).isEqualTo(2);
  }

  @Test
  void openPagesEndWhenSomethingOnThemIsWithheld() {
    Patient shared = new Patient();
    store(shared, "demo-member");
    List<DocumentReference> documents = new java.util.ArrayList<>();
    for (int i = 0; i < 2; i++) {
      DocumentReference document = new DocumentReference();
      document.setSubject(new Reference("Patient/" + shared.getIdPart()));
      store(document, "demo-member");
      documents.add(document);
    }
    String search = "DocumentReference?subject=" + shared.getIdPart() + "&_count=1";
    String page = path(bundle(search, "demo-member").getLink("next").getUrl());
    assertThat(bundle(page, "demo-member").getEntry()).hasSize(1);
    documents
        .get(0)
        .getMeta()
        .addSecurity(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-sensitivity",
                "psychotherapy-notes",
                null));
    save(documents.get(0));
    server
        .fhir("GET", page)
        .as("demo-member")
        .send()
        .isRefused(410, "deleted", "These results are no longer kept; search again.");
  }

  @Test
  void whatAnotherOpenCaseSharesStaysInSight() {
    Patient shared = new Patient();
    store(shared, "vchcp", "demo-imro");
    Task task = caseOf(shared, "records-complete");
    Task open = caseOf(shared, "records-complete");
    decide(task);
    server.fhir("GET", "Task/" + task.getIdPart()).as(IMRO).send().isOk(404);
    server.fhir("GET", "Patient/" + shared.getIdPart()).as(IMRO).send().isOk(200);
    server.fhir("GET", "Task/" + open.getIdPart()).as(IMRO).send().isOk(200);
  }

  @Test
  void aCaseThatIsAssignedAnewLeavesWhoHadIt() {
    Patient patient = new Patient();
    store(patient, "vchcp");
    Task task = caseOf(patient, "records-complete", "vchcp");
    Organization one = organization("demo-imro");
    Organization another = organization("demo-imro-other");
    Task review = new Task();
    review.setCode(code("https://openimr.org/fhir/CodeSystem/imr-task-type", "imr-review"));
    review.addPartOf(new Reference("Task/" + task.getIdPart()));
    review.setOwner(new Reference("Organization/" + one.getIdPart()));
    review.setStatus(Task.TaskStatus.REQUESTED);
    server.fhir("GET", "Task/" + task.getIdPart()).as(IMRO).send().isOk(404);
    store(review, "vchcp");
    server.fhir("GET", "Task/" + task.getIdPart()).as(IMRO).send().isOk(200);
    server.fhir("GET", "Patient/" + patient.getIdPart()).as("demo-imro-reviewer").send().isOk(200);
    server.fhir("GET", "Task/" + task.getIdPart()).as("demo-imro-other").send().isOk(404);

    review.setOwner(new Reference("Organization/" + another.getIdPart()));
    save(review);
    server.fhir("GET", "Task/" + task.getIdPart()).as(IMRO).send().isOk(404);
    server.fhir("GET", "Task/" + task.getIdPart()).as("demo-imro-other").send().isOk(200);

    review.setStatus(Task.TaskStatus.CANCELLED);
    save(review);
    server.fhir("GET", "Task/" + task.getIdPart()).as("demo-imro-other").send().isOk(404);
  }

  @Test
  void whatAReviewOrganizationNotedLeavesWithTheCaseAndComesBackWithIt() {
    Patient patient = new Patient();
    store(patient, "vchcp");
    Task task = caseOf(patient, "records-complete");
    String own = noted(task, IMRO);
    String ofPlan = noted(task, PLAN);
    Task review = new Task();
    review.setCode(code("https://openimr.org/fhir/CodeSystem/imr-task-type", "imr-review"));
    review.addPartOf(new Reference("Task/" + task.getIdPart()));
    review.setOwner(new Reference("Organization/" + organization("demo-imro").getIdPart()));
    review.setStatus(Task.TaskStatus.REQUESTED);
    store(review, "vchcp");
    server.fhir("GET", own).as("demo-imro-reviewer").send().isOk(200);

    review.setOwner(new Reference("Organization/" + organization("demo-imro-other").getIdPart()));
    save(review);
    String search = "Task?code=imr-work&focus=Task/" + task.getIdPart();
    for (String token : List.of(IMRO, "demo-imro-reviewer", "demo-imro-other")) {
      server.fhir("GET", own).as(token).send().isOk(404);
      server.fhir("GET", own + "/_history").as(token).send().isOk(404);
      assertThat(total(search, token)).as(token).isZero();
    }
    server.fhir("GET", ofPlan).as(PLAN).send().isOk(200);

    review.setOwner(new Reference("Organization/" + organization("demo-imro").getIdPart()));
    save(review);
    server.fhir("GET", own).as(IMRO).send().isOk(200);
    server.fhir("GET", own).as("demo-imro-other").send().isOk(404);
    decide(task);
    server.fhir("GET", own).as(IMRO).send().isOk(404);
    assertThat(total(search, PLAN)).isOne();
  }

  /** The address of what a caller notes about a case. */
  private String noted(Task task, String token) {
    return "Task/"
        + server
            .fhir("POST", "Task/" + task.getIdPart() + "/$assign-work")
            .as(token)
            .json(
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"note\","
                    + "\"valueString\":\"What we think of it.\"}]}")
            .send()
            .isOk(200)
            .resource(org.hl7.fhir.r4.model.Parameters.class)
            .getParameter("work")
            .getResource()
            .getIdElement()
            .getIdPart();
  }

  @Test
  void whatIsClosedIsSeenAndNotChanged() {
    DocumentReference document = document("closing-" + UUID.randomUUID());
    store(document, "vchcp", "demo-imro");
    Task task = caseOf(document, "implementing");
    task.setBusinessStatus(status("closed"));
    save(task);
    String path = "DocumentReference/" + document.getIdPart();
    String body =
        "{\"resourceType\":\"DocumentReference\",\"id\":\""
            + document.getIdPart()
            + "\",\"status\":\"current\",\"content\":[{\"attachment\":{\"title\":\"x\"}}]}";
    server.fhir("GET", path).as(PLAN).send().isOk(200);
    server
        .fhir("PUT", path)
        .as(PLAN)
        .json(body)
        .send()
        .isRefused(
            403, "forbidden", "What this is about is closed, or not for this caller to change.");
    task.setBusinessStatus(status("implementing"));
    save(task);
    server.fhir("PUT", path).as(PLAN).json(body).send().isOk(200);
  }

  @Test
  void committeesSeeNobody() {
    Patient patient = new Patient();
    patient.addName(new HumanName().setFamily("Zebrowski").addGiven("Zelda"));
    patient.addIdentifier(new Identifier().setSystem("urn:mrn").setValue("Z-4711"));
    patient.addTelecom().setValue("555-0199");
    patient.addAddress(
        new Address()
            .addLine("9 Zebra Way")
            .setCity("Zenia")
            .setState("CA")
            .setPostalCode("95595"));
    patient.setBirthDate(new Date(0));
    patient.addPhoto(new Attachment().setTitle("Zelda").setData(new byte[] {1}));
    patient.getText().setDivAsString("<div>Zelda</div>");
    store(patient, "vchcp");
    Answer shown =
        server.fhir("GET", "Patient/" + patient.getIdPart()).as("demo-committee").send().isOk(200);
    assertThat(shown.text())
        .doesNotContain(
            "Zeb", "Zel", "Zenia", "Z-4711", "555-0199", "\"95595\"", "1970-01-01", "AQ==")
        .contains("\"state\":\"CA\"", "\"birthDate\":\"1970\"", "data-absent-reason", "masked");
    assertThat(shown.header("Last-Modified")).isEmpty();
    Answer head =
        server
            .fhir("HEAD", "Patient/" + patient.getIdPart())
            .as("demo-committee")
            .header("If-None-Match", "W/\"7\"")
            .send()
            .isOk(200);
    assertThat(head.header("Last-Modified")).isEmpty();
    Answer found =
        server
            .fhir("GET", "Patient?_id=" + patient.getIdPart())
            .as("demo-committee")
            .send()
            .isOk(200);
    assertThat(found.text()).doesNotContain("Zeb", "Zel", "Z-4711").contains("masked");
    for (String search :
        List.of(
            "family=Zebrowski",
            "identifier=Z-4711",
            "birthdate=1970-01-01",
            "_lastUpdated=gt2020",
            "_sort=family",
            "family:exact=Zebrowski",
            "general-practitioner.name=x",
            "_has:Coverage:beneficiary:status=active",
            "_content=Zelda",
            "_text=Zelda")) {
      assertThat(server.fhir("GET", "Patient?" + search).as("demo-committee").send().status())
          .as(search)
          .isEqualTo(403);
    }
    for (String path : List.of("/_history", "/_history/1")) {
      server
          .fhir("GET", "Patient/" + patient.getIdPart() + path)
          .as("demo-committee")
          .send()
          .isOk(403);
    }
  }

  @Test
  void nobodyButTheReviewOrganizationSeesWhoReviews() {
    String name = "Rev" + UUID.randomUUID().toString().substring(0, 8);
    String id =
        server
            .fhir("POST", "Practitioner")
            .as(IMRO)
            .json("{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"" + name + "\"}]}")
            .send()
            .isOk(201)
            .resource(Practitioner.class)
            .getIdPart();
    server.fhir("GET", "Practitioner/" + id).as("demo-imro-reviewer").send().isOk(200);
    for (String token : List.of(PLAN, DEPARTMENT, "demo-admin", "demo-imro-other", "demo-cmo")) {
      server.fhir("GET", "Practitioner/" + id).as(token).send().isOk(404);
      server.fhir("GET", "Practitioner/" + id + "/_history").as(token).send().isOk(404);
      assertThat(total("Practitioner?family=" + name, token)).as(token).isZero();
      assertThat(total("Practitioner?_id=" + id + "&_summary=count", token)).isZero();
    }
    server
        .fhir("GET", "PractitionerRole?practitioner.family=" + name)
        .as(DEPARTMENT)
        .send()
        .isOk(200);
    server.fhir("GET", "Practitioner/_history").as(DEPARTMENT).send().isOk(403);
  }

  @Test
  void theDepartmentBreaksTheGlassWithAReason() {
    DocumentReference notes = document("notes-" + UUID.randomUUID());
    notes
        .getMeta()
        .addSecurity(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-sensitivity",
                "psychotherapy-notes",
                null));
    store(notes, "vchcp", "demo-imro", "demo-member");
    String path = "DocumentReference/" + notes.getIdPart();
    server.fhir("GET", path).as(PLAN).send().isOk(200);
    server.fhir("GET", path).as("demo-member").send().isOk(404);
    server.fhir("GET", path).as(DEPARTMENT).send().isOk(404);
    assertThat(total("DocumentReference?_id=" + notes.getIdPart(), DEPARTMENT)).isZero();
    server
        .fhir("GET", path)
        .as(DEPARTMENT)
        .header("X-Purpose-Of-Use", "BTG")
        .send()
        .isRefused(
            403,
            "forbidden",
            "Who breaks the glass says why: 10 to 120 characters in the header X-Purpose-Reason.");
    server
        .fhir("GET", path)
        .as(DEPARTMENT)
        .header("X-Purpose-Of-Use", "BTG")
        .header("X-Purpose-Reason", "Complaint about the record of the member")
        .send()
        .isOk(200);
    assertThat(
            server.fhir("GET", "AuditEvent?entity=" + path).as(DEPARTMENT).send().isOk(200).text())
        .contains("\"BTG\"", "Complaint about the record of the member");
    for (String token : List.of("demo-member", PLAN, "demo-admin")) {
      server
          .fhir("GET", path)
          .as(token)
          .header("X-Purpose-Of-Use", "BTG")
          .header("X-Purpose-Reason", "Complaint about the record of the member")
          .send()
          .isRefused(403, "forbidden", "This caller cannot break the glass.");
    }
  }

  @Test
  void whatIsPrivilegedIsShownToThoseWhomTheTableNames() {
    Binary content = new Binary();
    content.setContentType("text/plain");
    content.setData(new byte[] {1});
    content
        .getMeta()
        .addSecurity(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-privilege", "work-product", null));
    // all are party, so that the role alone decides
    store(content, "vchcp", "demo-imro", "demo-member", "demo-provider", "demo-facility");
    String path = "Binary/" + content.getIdPart();
    for (String token : List.of(PLAN, "demo-cmo", IMRO, "demo-imro-reviewer", DEPARTMENT)) {
      server.fhir("GET", path).as(token).send().isOk(200);
      assertThat(total("Binary?_id=" + content.getIdPart(), token)).isOne();
    }
    for (String token : List.of("demo-member", "demo-provider", "demo-facility")) {
      server.fhir("GET", path).as(token).send().isOk(404);
      assertThat(total("Binary?_id=" + content.getIdPart(), token)).isZero();
      assertThat(total("Binary?_security=" + "work-product", token)).isZero();
    }
  }

  @Test
  void theDepartmentTakesALabelAwayAndOthersDoNot() {
    DocumentReference document = document("label-" + UUID.randomUUID());
    document.getMeta().addSecurity(new Coding("urn:x", "set-in-error", null));
    store(document, "vchcp");
    String path = "DocumentReference/" + document.getIdPart();
    String body =
        "{\"resourceType\":\"DocumentReference\",\"id\":\""
            + document.getIdPart()
            + "\",\"status\":\"current\",\"content\":[{\"attachment\":{\"title\":\"x\"}}]}";
    for (String token : List.of(PLAN, DEPARTMENT)) {
      DocumentReference after =
          server
              .fhir("PUT", path)
              .as(token)
              .json(body)
              .send()
              .isOk(200)
              .resource(DocumentReference.class);
      assertThat(after.getMeta().getSecurity().isEmpty())
          .as(token)
          .isEqualTo(token.equals(DEPARTMENT));
      assertThat(AccessMarks.parties(after)).containsExactly("vchcp");
    }
  }

  private static CodeableConcept code(String system, String code) {
    return new CodeableConcept(new Coding(system, code, null));
  }

  private static String code(DocumentReference document) {
    return document.getType().getCodingFirstRep().getCode();
  }

  private static CodeableConcept status(String code) {
    return code("https://openimr.org/fhir/CodeSystem/imr-business-status", code);
  }

  private static DocumentReference document(String code) {
    DocumentReference document = new DocumentReference();
    document.setType(code("urn:types", code));
    return document;
  }

  private Organization organization(String id) {
    Organization organization = new Organization();
    organization.addIdentifier(
        new Identifier().setSystem("https://openimr.org/fhir/sid/organization").setValue(id));
    organization.addType(code("https://openimr.org/fhir/CodeSystem/imr-party", "imro"));
    store(organization, "vchcp");
    return organization;
  }

  /** A case with its Provenance, to which something belongs. */
  private Task caseOf(Resource belonging, String status, String... parties) {
    String[] marks = parties.length == 0 ? new String[] {"vchcp", "demo-imro"} : parties;
    Task task = new Task();
    task.setCode(code("https://openimr.org/fhir/CodeSystem/imr-task-type", "imr-case"));
    task.setBusinessStatus(status(status));
    if (belonging instanceof Patient) {
      task.setFor(new Reference("Patient/" + belonging.getIdPart()));
    }
    Organization reviewer = organization("demo-imro");
    store(task, marks);
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference("Task/" + task.getIdPart()));
    provenance.addTarget(new Reference(belonging.fhirType() + "/" + belonging.getIdPart()));
    if (parties.length == 0) {
      provenance.addTarget(new Reference("Organization/" + reviewer.getIdPart()));
    }
    store(provenance, marks);
    return task;
  }

  private void decide(Task task) {
    task.setBusinessStatus(status("implementing"));
    save(task);
  }

  private void save(Resource resource) {
    server
        .bean(DaoRegistry.class)
        .getResourceDao(resource.fhirType())
        .update(cast(resource), new SystemRequestDetails());
  }

  private Resource store(Resource resource, String... parties) {
    AccessMarks.add(resource, Set.of(parties));
    server
        .bean(DaoRegistry.class)
        .getResourceDao(resource.fhirType())
        .create(cast(resource), new SystemRequestDetails());
    return resource;
  }

  @SuppressWarnings("unchecked")
  private static <R> R cast(Resource resource) {
    return (R) resource;
  }

  private static String id(Resource resource) {
    return resource.getIdPart();
  }

  private Bundle bundle(String path, String token) {
    return server.fhir("GET", path).as(token).send().isOk(200).resource(Bundle.class);
  }

  private int total(String search, String token) {
    return bundle(search, token).getTotal();
  }

  private static String path(String link) {
    return link.substring(link.indexOf("/fhir") + "/fhir".length());
  }
}
