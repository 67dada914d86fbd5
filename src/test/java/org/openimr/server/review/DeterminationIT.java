package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * Determinations over HTTP: once, by whose they are, of the packet that was issued, seen by all.
 */
@OnEachDatabase
class DeterminationIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String IMRO = "demo-imro";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;

  DeterminationIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aDeterminationIsRecordedAndSeenByTheParties() {
    String id = submit();
    Bundle packet = issue(id);
    Parameters answer = record(IMRO, id, "overturned", packet).isOk(200).resource(Parameters.class);

    Task task = (Task) answer.getParameter("case").getResource();
    assertThat(task.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("determined");
    Composition made = (Composition) answer.getParameter("determination").getResource();
    String address = "Composition/" + made.getIdElement().getIdPart();
    assertThat(evidence(task)).isEqualTo(address);
    for (String party : List.of(PLAN, IMRO, DEPARTMENT, "demo-provider", "demo-member")) {
      assertThat(
              server
                  .fhir("GET", address)
                  .as(party)
                  .send()
                  .isOk(200)
                  .resource(Composition.class)
                  .getSection())
          .as(party)
          .hasSize(made.getSection().size());
      assertThat(server.found(party, "ClaimResponse?identifier=" + number(made)))
          .as(party)
          .hasSize(1);
    }
    for (String stranger : List.of("demo-plan-chw", "demo-imro-other")) {
      server.fhir("GET", address).as(stranger).send().isOk(404);
      assertThat(server.found(stranger, "ClaimResponse?identifier=" + number(made))).isEmpty();
    }
    assertThat(hashes(made, "Records reviewed")).hasSize(9);
    assertThat(made.getText().getDivAsString()).contains("Of its 9 documents, reviewed: 9");
  }

  @Test
  void noClientChangesWhatWasDetermined() {
    String id = submit();
    Composition made =
        (Composition)
            record(IMRO, id, "overturned", issue(id))
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("determination")
                .getResource();
    ClaimResponse answer =
        (ClaimResponse) server.found(PLAN, "ClaimResponse?identifier=" + number(made)).get(0);
    answer.setDisposition("Not authorized.");

    for (String token : List.of(PLAN, "demo-admin")) {
      assertThat(write(token, answer)).as(token).isIn(403, 404);
      assertThat(write(token, made)).as(token).isIn(403, 404);
    }
    assertThat(
            ((ClaimResponse) server.found(PLAN, "ClaimResponse?identifier=" + number(made)).get(0))
                .getDisposition())
        .startsWith("Determination of the independent medical review");
  }

  @Test
  void whatIsWrongIsNamedAtOnceAndNothingIsStored() {
    String id = submit();
    Bundle packet = issue(id);
    String wrong =
        body("upheld", packet, List.of("0".repeat(64)))
            .replace("}]}]}", "}]},{'name':'reviewed','valueString':'x'}]}");
    OperationOutcome refused =
        send(PLAN, id, version(id), wrong).isOk(422).resource(OperationOutcome.class);

    assertThat(texts(refused, IssueSeverity.ERROR))
        .anyMatch(text -> text.startsWith("The packet holds no document with the SHA-256 000"))
        .anyMatch(text -> text.contains("is neither reviewed nor not reviewed"))
        .anyMatch(text -> text.contains("not by the role plan"));
    assertThat(texts(refused, IssueSeverity.INFORMATION)).contains("allowed records-sent");
    assertThat(refused.getIssue())
        .filteredOn(issue -> issue.getSeverity() == IssueSeverity.ERROR)
        .allMatch(OperationOutcome.OperationOutcomeIssueComponent::hasExpression);
    assertThat(belonging(id)).noneMatch(Composition.class::isInstance);
    assertThat(version(id)).isEqualTo("2");
  }

  @Test
  void aPacketThatWasReplacedAndOneOfAnotherCaseAreRefused() {
    String id = submit();
    Bundle first = issue(id);
    server
        .fhir("POST", "Task/" + id + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version(id) + "\"")
        .json(
            json(
                "{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'records-sent'},{'name':'time',"
                    + "'valueDateTime':'2026-07-03T15:00:00-07:00'}]}]}"))
        .send()
        .isOk(200);
    Bundle second = issue(id);
    Bundle other = issue(submit());

    assertThat(
            texts(
                record(IMRO, id, "upheld", first).isOk(422).resource(OperationOutcome.class),
                IssueSeverity.ERROR))
        .containsExactly(
            "The packet was replaced by "
                + second.getIdentifier().getValue()
                + "; a determination is made from the latest one.");
    assertThat(
            texts(
                record(IMRO, id, "upheld", other).isOk(422).resource(OperationOutcome.class),
                IssueSeverity.ERROR))
        .containsExactly(
            "No packet of that number was issued of this case; the latest for the recipient imro is "
                + second.getIdentifier().getValue()
                + ".");
    record(IMRO, id, "upheld", second).isOk(200);
  }

  @Test
  void theVersionMustBeNamedAndBeTheLatest() {
    String id = submit();
    String body = body("upheld", issue(id), List.of());

    send(IMRO, id, null, body).isOk(428);
    send(IMRO, id, "1", body).isOk(412);
    send("demo-imro-other", id, "2", body).isOk(404);
    send("demo-member", id, "2", body).isOk(403);
    send(IMRO, id, "2", "{'resourceType':'Parameters'}").isOk(400);
    send(IMRO, id, "2", body).isOk(200);
    send(IMRO, id, "2", body).isOk(412);
    send(IMRO, id, "3", body).isOk(422);
  }

  @Test
  void ofTwoAtOnceOneIsRecorded() throws Exception {
    String id = submit();
    String body = body("upheld", issue(id), List.of());
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sent.add(both.submit(() -> send(IMRO, id, "2", body)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> each : sent) {
        statuses.add(each.get().status());
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 412);
    } finally {
      both.shutdownNow();
    }
    assertThat(belonging(id)).filteredOn(Composition.class::isInstance).hasSize(1);
  }

  private List<Resource> belonging(String id) {
    return server.found(
        DEPARTMENT, "Provenance?target=Task/" + id + "&_include=Provenance:target&_count=50");
  }

  private int write(String token, Resource resource) {
    return server
        .fhir("PUT", resource.fhirType() + "/" + resource.getIdElement().getIdPart())
        .as(token)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource))
        .send()
        .status();
  }

  private String submit() {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, IMRO);
    Submissions.name(bundle, 3, "demo-provider");
    // the member calls for itself
    Submissions.addMember(bundle);
    return server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart();
  }

  private Bundle issue(String id) {
    return server
        .fhir("POST", "Task/" + id + "/$packet")
        .as(PLAN)
        .json(
            json(
                "{'resourceType':'Parameters','parameter':"
                    + "[{'name':'recipient','valueCode':'imro'}]}"))
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }

  private Answer record(String token, String id, String outcome, Bundle packet) {
    return send(token, id, version(id), body(outcome, packet, List.of()));
  }

  private Answer send(String token, String id, String version, String body) {
    RunningServer.Call call =
        server.fhir("POST", "Task/" + id + "/$record-determination").as(token);
    return (version == null ? call : call.header("If-Match", "W/\"" + version + "\""))
        .json(json(body))
        .send();
  }

  /** All documents of the packet as read, or others in their place. */
  private static String body(String outcome, Bundle packet, List<String> others) {
    String reviewed =
        (others.isEmpty() ? new TreeSet<>(PacketRecords.of(packet).hashes()) : others)
            .stream()
                .map(hash -> ",{'name':'reviewed','valueString':'" + hash + "'}")
                .collect(Collectors.joining());
    return "{'resourceType':'Parameters','parameter':[{'name':'packet','valueIdentifier':{'value':'"
        + packet.getIdentifier().getValue()
        + "'}}"
        + reviewed
        + ",{'name':'line','part':[{'name':'sequence','valueInteger':1},{'name':'outcome',"
        + "'valueCode':'"
        + outcome
        + "'},{'name':'rationale','valueString':'Day care did not help.'}]}]}";
  }

  private String version(String id) {
    return server
        .fhir("GET", "Task/" + id)
        .as(DEPARTMENT)
        .send()
        .isOk(200)
        .resource(Task.class)
        .getMeta()
        .getVersionId();
  }

  private static String number(Composition made) {
    return made.getIdentifier().getValue();
  }

  private static List<String> hashes(Composition made, String title) {
    return made.getSection().stream()
        .filter(each -> each.getTitle().equals(title))
        .flatMap(each -> each.getEntry().stream())
        .map(each -> each.getExtensionFirstRep().getValue().primitiveValue())
        .toList();
  }

  private static String evidence(Task task) {
    return ((Reference)
            task.getInput()
                .get(task.getInput().size() - 1)
                .getExtensionByUrl("https://openimr.org/fhir/StructureDefinition/imr-event-detail")
                .getExtensionByUrl("evidence")
                .getValue())
        .getReference();
  }

  private static List<String> texts(OperationOutcome outcome, IssueSeverity severity) {
    return outcome.getIssue().stream()
        .filter(issue -> issue.getSeverity() == severity)
        .map(OperationOutcome.OperationOutcomeIssueComponent::getDiagnostics)
        .toList();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
