package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.packet.NoSuchPacketException;
import org.openimr.operation.packet.PacketOperation;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.TableRule;

/** Submission and packet over a store of cases that is a map. */
class SubmitCaseOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final SensitivityRules SENSITIVITY = PackagedSensitivity.read(Submissions.CONTEXT);
  private static final Clock CLOCK = Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final StoredCases cases = HeldCases.in(store);
  private final SubmitCaseOperation submission = HeldCases.submission(store, CLOCK);
  private final PacketOperation packets =
      HeldCases.packets(store, CLOCK, new TableRule(AccessTableReader.read()));

  @Test
  void storesACaseWithADutyPerDeadline() {
    Parameters answer = submission.submit(request(Submissions.small()));

    Task task = (Task) answer.getParameter("case").getResource();
    CaseFileCount count = count(task);
    assertThat(count.duties())
        .isEqualTo(
            (int)
                answer.getParameter().stream()
                    .filter(each -> each.getName().equals("deadline"))
                    .count());
    assertThat(task.getInstantiatesUri()).endsWith("dmhc-imr-vchcp|2025-02-25");
    assertThat(task.getBusinessStatus().getCodingFirstRep().getCode())
        .isEqualTo("records-requested");
  }

  /** U51: the provider of the case brings in no decision about it; the plan's physician does. */
  @Test
  void whoWasInvolvedInTheCareBringsInNoDecision() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Practitioner")
        .putArray("identifier")
        .addObject()
        .put("system", "http://hl7.org/fhir/sid/us-npi")
        .put("value", "1234567893");
    RequestDetails involved = request(bundle);
    PLAN.person("1234567893").putOn(involved);

    assertThatThrownBy(() -> submission.submit(involved))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(UnreadableResourceException.Problem::text)
                    .containsExactly(
                        "The event decision-made decides about the care, and is not recorded by"
                            + " who was personally involved in it. See U51.",
                        "The event grievance-resolved decides about the care, and is not recorded"
                            + " by who was personally involved in it. See U51."));
    assertThat(store.size()).isZero();
    RequestDetails other = request(bundle);
    PLAN.person("1245319599").putOn(other);
    submission.submit(other);
    assertThat(store.size()).isPositive();
  }

  @Test
  void whatIsStoredGivesTheSameFactsAsWhatWasSent() {
    var sent = Submissions.read(Submissions.small()).reviewCase();
    Task task =
        (Task) submission.submit(request(Submissions.small())).getParameter("case").getResource();

    var known = cases.known(PLAN, task.getIdElement().getIdPart());

    assertThat(known.facts()).isEqualTo(sent.facts());
    assertThat(known.events()).isEqualTo(sent.events());
    assertThat(known.policy()).isEqualTo(sent.policy());
  }

  @Test
  void theSameSubmissionIsAnsweredWithTheSameCase() {
    Parameters first = submission.submit(request(Submissions.small()));
    int stored = store.size();
    RequestDetails again = request(Submissions.small());
    Parameters second = submission.submit(again);

    assertThat(store.size()).isEqualTo(stored);
    assertThat(second.getParameter("case").getResource().getIdElement().getIdPart())
        .isEqualTo(first.getParameter("case").getResource().getIdElement().getIdPart());
    assertThat(Created.by(again)).isEmpty();
  }

  @Test
  void otherContentUnderTheSameIdentifierIsRefused() {
    submission.submit(request(Submissions.small()));
    ObjectNode other = Submissions.small();
    Submissions.first(other, "Patient").put("gender", "female");

    assertThatThrownBy(() -> submission.submit(request(other)))
        .isInstanceOf(AlreadySubmittedException.class);
  }

  @Test
  void aBadSubmissionStoresNothing() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Patient").put("gender", "unheard-of");

    assertThatThrownBy(() -> submission.submit(request(bundle)))
        .isInstanceOf(UnreadableResourceException.class);
    assertThat(store.size()).isZero();
  }

  @Test
  void issuesAPacketOnceForTheSameCase() {
    String id = submitted();

    Bundle first = packets.packet(id(id), post("recipient", "imro"));
    Bundle second = packets.packet(id(id), post("recipient", "imro"));

    assertThat(json(second)).isEqualTo(json(first));
    Composition composition = (Composition) first.getEntryFirstRep().getResource();
    assertThat(composition.getSection())
        .extracting(section -> section.getCode().getCodingFirstRep().getCode())
        .startsWith("records-of-condition", "records-of-services", "records-of-disputed-service");
    assertThat(first.getIdentifier().getValue()).isEqualTo("2026-000001-imro-1");
    assertThat(first.getMeta().getSecurity())
        .extracting("code")
        .contains("attorney-client", "proprietary");
  }

  @Test
  void readsOnlyWhatWasIssued() {
    String id = submitted();

    assertThatThrownBy(() -> packets.packet(id(id), get("recipient", "imro")))
        .isInstanceOf(NoSuchPacketException.class);
    Bundle issued = packets.packet(id(id), post("recipient", "imro"));
    assertThat(json(packets.packet(id(id), get("recipient", "imro")))).isEqualTo(json(issued));
  }

  @Test
  void anotherOrganizationFindsNoCase() {
    String id = submitted();
    RequestDetails request = get("recipient", "imro");
    new Caller("test", "plan", "chw").putOn(request);

    assertThatThrownBy(() -> packets.packet(id(id), request))
        .isInstanceOf(NoSuchCaseException.class);
  }

  private String submitted() {
    return submission
        .submit(request(Submissions.small()))
        .getParameter("case")
        .getResource()
        .getIdElement()
        .getIdPart();
  }

  private record CaseFileCount(int duties, int all) {}

  private CaseFileCount count(Task task) {
    var file = store.load(PLAN, task.getIdElement().getIdPart());
    return new CaseFileCount(
        (int) file.resources().stream().filter(Task.class::isInstance).count(),
        file.resources().size());
  }

  private static org.hl7.fhir.r4.model.IdType id(String id) {
    return new org.hl7.fhir.r4.model.IdType("Task", id);
  }

  private static String json(Bundle packet) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(packet);
  }

  private static RequestDetails request(ObjectNode body) {
    return Posted.by(PLAN, body.toString());
  }

  private static RequestDetails get(String name, String value) {
    return asked(RequestTypeEnum.GET, name, value);
  }

  private static RequestDetails post(String name, String value) {
    return asked(RequestTypeEnum.POST, name, value);
  }

  private static RequestDetails asked(RequestTypeEnum method, String name, String value) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(method);
    request.setFhirServerBase("http://localhost:8080/fhir");
    request.addParameter(name, new String[] {value});
    PLAN.putOn(request);
    return request;
  }
}
