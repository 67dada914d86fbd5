package org.openimr.operation.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.Asking;
import org.openimr.operation.Posted;
import org.openimr.operation.SubmitCaseOperation;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.artifact.PackagedWording;

/** What lacks is asked for with the case and on demand, in words, and stops no clock. */
class RequestInformationOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final SensitivityRules SENSITIVITY = PackagedSensitivity.read(Submissions.CONTEXT);
  private static final Clock CLOCK = Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final StoredCases cases = HeldCases.in(store);
  private final InformationRequests requests =
      new InformationRequests(PackagedWording.read(Submissions.CONTEXT));
  private final SubmitCaseOperation submission = HeldCases.submission(store, CLOCK);
  private final RequestInformationOperation operation =
      new RequestInformationOperation(cases, store, requests, CLOCK);

  @Test
  void aCompleteCaseAsksForNothing() {
    Parameters answer = submit(Submissions.small());

    assertThat(answer.getParameter("missingElement")).isNull();
    assertThat(requests(answer)).isEmpty();
  }

  @Test
  void whatLacksIsAskedForWithTheCase() {
    Parameters answer = submit(without("statement-of-reasons", "grievance-response"));

    assertThat(codes(answer)).containsExactly("grievance-response", "statement-of-reasons");
    Task request = requests(answer).get(0);
    assertThat(requests(answer)).hasSize(1);
    assertThat(request.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(request.getIdentifierFirstRep().getValue()).isEqualTo("2026-000001-request-1");
    assertThat(request.getPartOfFirstRep().getReference())
        .isEqualTo("Task/" + answer.getParameter("case").getResource().getIdElement().getIdPart());
    assertThat(request.getOwner().getDisplay()).isEqualTo("Ventura County Health Care Plan");
    assertThat(request.getRequester().getDisplay()).isEqualTo("Cypress Independent Review");
    // the numbers that the answer bears as PayerId, and of what it is about
    assertThat(request.getRequester().getIdentifier().getValue()).isEqualTo("cypress-review");
    assertThat(request.getReasonReference().getIdentifier().getValue()).isEqualTo("BH-2026-118834");
    assertThat(request.getReasonCode().getCodingFirstRep().getCode()).isEqualTo("preauthorization");
    assertThat(elements(request)).containsExactly("grievance-response", "statement-of-reasons");
    assertThat(request.hasRestriction()).isFalse();
    assertThat(AccessMarks.parties(request)).containsExactly("cypress-review", "dmhc", "vchcp");
  }

  @Test
  void theLetterSaysInWordsWhatLacksAndToWhomToSendIt() {
    Task request = requests(submit(without("statement-of-reasons"))).get(0);

    assertThat(letter(request))
        .isEqualTo(
            """
            Information needed for case 2026-000001

            Date: 2026-07-02

            To:
            Ventura County Health Care Plan

            This case is being reviewed. The following is still missing:

            - a statement of the plan and its providers that explains why the service was refused (V14: VCHCP Utilization Management, Independent Medical Review Process, revised 2025-02-25, Process 3)

            Please send it as soon as you can to: Cypress Independent Review.
            Write the case number 2026-000001 on everything that you send.

            The review goes on meanwhile. This letter does not stop or lengthen any time limit. \
            If something on the list does not exist, please say so.""");
    assertThat(spanish(request))
        .startsWith("Información necesaria para el caso 2026-000001\n")
        .contains(
            "Para:\nVentura County Health Care Plan\n",
            "- una declaración del plan y de sus proveedores que explique por qué se negó",
            "Envíelo lo antes posible a: Cypress Independent Review.",
            "Esta carta no detiene ni prolonga ningún plazo.");
  }

  @Test
  void askingStopsNoClockAndRecordsNothing() {
    Parameters complete = submit(Submissions.small());
    ObjectNode lacking = without("statement-of-reasons");
    ((ObjectNode) lacking.path("identifier")).put("value", "another");
    Parameters asked = submit(lacking);
    String id = asked.getParameter("case").getResource().getIdElement().getIdPart();

    operation.ask(new IdType("Task", id), post());

    assertThat(events(store.load(PLAN, id).task()))
        .isEqualTo(events((Task) complete.getParameter("case").getResource()));
    assertThat(deadlines(asked)).isEqualTo(deadlines(complete));
  }

  @Test
  void askedAgainTheSameRequestStands() {
    String id = id(submit(without("statement-of-reasons")));
    int before = store.size();

    Parameters again = operation.ask(new IdType("Task", id), post());

    assertThat(codes(again)).containsExactly("statement-of-reasons");
    assertThat(requests(again)).hasSize(1);
    assertThat(store.size()).isEqualTo(before);
  }

  @Test
  void aRequestThatWasAnsweredIsCompletedAndWhatLacksAnewIsAskedFor() {
    String id = id(submit(without("statement-of-reasons")));
    // the statement comes, and the denial letter turns out to be of another case
    change(
        id,
        "review-criterion",
        d -> d.getType().getCoding().get(1).setCode("statement-of-reasons"));
    change(
        id,
        "denial-letter",
        d ->
            d.setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.ENTEREDINERROR));

    Parameters draft = operation.ask(new IdType("Task", id), get());
    Parameters now = operation.ask(new IdType("Task", id), post());

    assertThat(codes(now)).containsExactly("information-to-member", "documents-relied-on");
    assertThat(requests(draft)).hasSize(1);
    Task request = requests(now).get(0);
    assertThat(request.getIdentifierFirstRep().getValue()).isEqualTo("2026-000001-request-2");
    assertThat(elements(request)).containsExactly("information-to-member", "documents-relied-on");
    assertThat(AccessMarks.parties(request)).containsExactly("cypress-review", "dmhc", "vchcp");
    List<Task> stored =
        store.load(PLAN, id).resources().stream()
            .filter(Task.class::isInstance)
            .map(Task.class::cast)
            .filter(task -> task.getCode().getCodingFirstRep().getCode().contains("records"))
            .toList();
    assertThat(stored)
        .extracting(Task::getStatus)
        .containsExactlyInAnyOrder(Task.TaskStatus.COMPLETED, Task.TaskStatus.REQUESTED);
  }

  @Test
  void aRequestOfWhichOnlyPartWasAnsweredIsReplaced() {
    String id = id(submit(without("statement-of-reasons", "grievance-response")));
    change(
        id,
        "review-criterion",
        d -> d.getType().getCoding().get(1).setCode("statement-of-reasons"));

    Parameters now = operation.ask(new IdType("Task", id), post());

    assertThat(codes(now)).containsExactly("grievance-response", "documents-relied-on");
    assertThat(
            store.load(PLAN, id).resources().stream()
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .filter(task -> task.getStatus() == Task.TaskStatus.CANCELLED)
                .map(task -> task.getStatusReason().getText()))
        .containsExactly("Something else lacks by now.");
  }

  @Test
  void aDraftStoresNothing() {
    String id = id(submit(Submissions.small()));
    change(
        id,
        "denial-letter",
        d ->
            d.setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.ENTEREDINERROR));
    int before = store.size();

    Parameters draft = operation.ask(new IdType("Task", id), get());

    assertThat(requests(draft)).hasSize(1);
    assertThat(letter(requests(draft).get(0))).contains("such as the denial letter");
    assertThat(store.size()).isEqualTo(before);
  }

  @Test
  void aDocumentThatTheAskerMayNotSeeIsNotMissingForThat() {
    ObjectNode bundle = Submissions.small();
    // the reviewer asks; the statement of counsel was sent by a plan that is not of type plan
    String id = id(submit(bundle));
    SystemRequestDetails request = post();
    new Caller("test", "imro", "cypress-review").putOn(request);
    store
        .load(PLAN, id)
        .resources()
        .forEach(
            resource -> {
              if (resource instanceof DocumentReference document
                  && document.getType().getCoding().size() > 1
                  && document.getType().getCoding().get(1).getCode().equals("review-criterion")) {
                document.getMeta().getTag().removeIf(tag -> "cypress-review".equals(tag.getCode()));
                save(document);
              }
            });

    assertThat(codes(operation.ask(new IdType("Task", id), request))).isEmpty();
  }

  @Test
  void aCaseOfOthersLooksLikeNone() {
    String id = id(submit(Submissions.small()));
    SystemRequestDetails request = post();
    new Caller("test", "member", "demo-member").putOn(request);

    assertThatThrownBy(() -> operation.ask(new IdType("Task", id), request))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void aParameterIsRefused() {
    String id = id(submit(Submissions.small()));
    SystemRequestDetails request = get();
    request.addParameter("recipient", new String[] {"imro"});

    assertThatThrownBy(() -> operation.ask(new IdType("Task", id), request))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused -> {
              assertThat(refused.malformed()).isTrue();
              assertThat(refused.problems())
                  .singleElement()
                  .satisfies(
                      problem ->
                          assertThat(problem.text())
                              .isEqualTo("$request-information has no parameters."));
            });
  }

  private Parameters submit(ObjectNode bundle) {
    return submission.submit(Posted.by(PLAN, bundle.toString()));
  }

  private static String id(Parameters answer) {
    return answer.getParameter("case").getResource().getIdElement().getIdPart();
  }

  /** The small submission without the documents of these types. */
  private static ObjectNode without(String... types) {
    ObjectNode bundle = Submissions.small();
    Iterator<JsonNode> entries = ((ArrayNode) bundle.path("entry")).elements();
    while (entries.hasNext()) {
      JsonNode resource = entries.next().path("resource");
      boolean of =
          resource.path("resourceType").asText().equals("DocumentReference")
              && resource.path("type").path("coding").findValuesAsText("code").stream()
                  .anyMatch(Set.of(types)::contains);
      if (of) {
        entries.remove();
      }
    }
    return bundle;
  }

  private void change(
      String id, String type, java.util.function.Consumer<DocumentReference> change) {
    store.load(PLAN, id).resources().stream()
        .filter(DocumentReference.class::isInstance)
        .map(DocumentReference.class::cast)
        .filter(d -> d.getType().getCoding().stream().anyMatch(c -> type.equals(c.getCode())))
        .forEach(
            document -> {
              change.accept(document);
              save(document);
            });
  }

  private void save(Resource resource) {
    Bundle changes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    changes
        .addEntry()
        .setResource(resource)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PUT)
        .setUrl(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    store.save(PLAN, changes);
  }

  private static List<Task> requests(Parameters answer) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals("informationRequest"))
        .map(each -> (Task) each.getResource())
        .toList();
  }

  private static List<String> codes(Parameters answer) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals("missingElement"))
        .map(each -> each.getValue().primitiveValue())
        .toList();
  }

  private static List<String> deadlines(Parameters answer) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals("deadline"))
        .map(each -> Asking.json(new Parameters().addParameter(each.copy())))
        .toList();
  }

  private static List<String> events(Task task) {
    return task.getInput().stream()
        .map(input -> input.getType().getCodingFirstRep().getCode())
        .toList();
  }

  private static List<String> elements(Task request) {
    return request.getInput().stream()
        .filter(input -> input.getValue() instanceof CodeableConcept)
        .map(input -> ((CodeableConcept) input.getValue()).getCodingFirstRep().getCode())
        .toList();
  }

  private static Task.ParameterComponent letterOf(Task request) {
    return request.getInput().get(request.getInput().size() - 1);
  }

  private static String letter(Task request) {
    return letterOf(request).getValue().primitiveValue();
  }

  private static String spanish(Task request) {
    var translation = letterOf(request).getValue().getExtension().get(0);
    assertThat(translation.getExtensionByUrl("lang").getValue().primitiveValue()).isEqualTo("es");
    return translation.getExtensionByUrl("content").getValue().primitiveValue();
  }

  private static SystemRequestDetails post() {
    return request(RequestTypeEnum.POST);
  }

  private static SystemRequestDetails get() {
    return request(RequestTypeEnum.GET);
  }

  private static SystemRequestDetails request(RequestTypeEnum method) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(method);
    PLAN.putOn(request);
    return request;
  }
}
