package org.openimr.operation;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;

/** The review organization of a story: it takes the case, and assigns reviewers to it. */
final class StoryReview {

  /** The id under which it calls. */
  static final String IMRO = "cypress-review";

  private static final String WITHHELD = "reviewer-identity";

  private final MemoryCaseStore store;
  private final String id;
  private final String organization;
  private int people;

  /** An organization that somebody knows who may offer it a case. */
  StoryReview(MemoryCaseStore store, String id, String known) {
    this.store = store;
    this.id = id;
    Organization made = new Organization();
    made.setName("Cypress Independent Review");
    made.addIdentifier().setSystem("https://openimr.org/fhir/sid/organization").setValue(IMRO);
    made.addType(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-party", "imro", null)));
    this.organization = CaseFile.reference(store.stored(made, known));
  }

  /** Takes a step; who is offered the case is party to it from then on, as CaseParties sees to. */
  void take(Map<String, Object> step, Clock clock, StoryRequest request) {
    Parameters body = new Parameters();
    body.addParameter().setName("step").setValue(new CodeType((String) step.get("take")));
    switch ((String) step.get("take")) {
      case "offer" ->
          body.addParameter().setName("organization").setValue(new Reference(organization));
      case "accept" ->
          body.addParameter()
              .setName("attestation")
              .setValue(attested(organization, clock, conflicts(step)));
      default -> {}
    }
    if (step.get("reason") instanceof String reason) {
      body.addParameter().setName("reason").setValue(new CodeType(reason));
    }
    if (step.get("note") instanceof String note) {
      body.addParameter().setName("note").setValue(new StringType(note));
    }
    HeldCases.taking(store, clock).take(new IdType("Task", id), request.with(body));
    if (step.get("take").equals("offer")) {
      store.joins(id, IMRO);
    }
  }

  /** Assigns reviewers, one for each that the step tells. */
  @SuppressWarnings("unchecked")
  void assign(Map<String, Object> step, Clock clock, StoryRequest request) {
    Parameters body = new Parameters();
    body.addParameter().setName("organization").setValue(new Reference(organization));
    List<Reference> attestations = new ArrayList<>();
    for (Map<String, Object> each : (List<Map<String, Object>>) step.get("assign")) {
      String specialty = (String) each.get("specialty");
      Resource person =
          store.stored(
              MadeUpReviewers.person(
                  "19929998" + (10 + people++),
                  specialty,
                  (String) each.getOrDefault("licensed-until", "2027-12-31"),
                  "2027-12-31"),
              IMRO,
              WITHHELD);
      PractitionerRole role =
          store.stored(MadeUpReviewers.role(CaseFile.reference(person), specialty), IMRO, WITHHELD);
      body.addParameter().setName("reviewer").setValue(new Reference(CaseFile.reference(role)));
      attestations.add(attested(CaseFile.reference(role), clock, conflicts(each)));
    }
    attestations.forEach(each -> body.addParameter().setName("attestation").setValue(each));
    HeldCases.assigning(store, clock).assign(new IdType("Task", id), request.with(body));
  }

  private Reference attested(String author, Clock clock, String... conflicts) {
    Task task = store.load(Caller.SERVER, id).task();
    return new Reference(
        CaseFile.reference(
            store.stored(
                MadeUpReviewers.attestation(
                    task, new Reference(author), Date.from(clock.instant()), conflicts),
                IMRO,
                WITHHELD)));
  }

  @SuppressWarnings("unchecked")
  private static String[] conflicts(Map<String, Object> told) {
    return ((List<String>) told.getOrDefault("conflicts", List.of())).toArray(String[]::new);
  }

  /** How a step is sent, by whom and for which version of the case. */
  interface StoryRequest {

    /** The request with a body. */
    SystemRequestDetails with(Parameters body);
  }

  static String json(Parameters body) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(body);
  }
}
