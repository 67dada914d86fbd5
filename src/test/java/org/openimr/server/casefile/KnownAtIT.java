package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** The store keeps every version: a case is judged by what was known of it at any time. */
@OnEachDatabase
class KnownAtIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String ADMIN = "demo-admin";
  private static final String AS_OF = "asOf=2026-07-07T12:00:00-07:00";

  private final RunningServer server;

  KnownAtIT(Database database) {
    this.server = database.server();
  }

  @Test
  void whatIsRecordedLaterIsNotKnown() throws InterruptedException {
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    Task task = submit();
    Instant stored = pause();
    record(task, 1, "records-sent", "2026-07-03T15:00:00-07:00", "");
    Instant sent = pause();
    record(
        task,
        2,
        "entered-in-error",
        "2026-07-06T15:00:00-07:00",
        ",{\"name\":\"refersTo\",\"valueString\":\"entry-13\"}");
    Instant struck = pause();
    record(task, 3, "records-sent", "2026-07-06T16:00:00-07:00", "");

    // V23: due on Saturday 4 July
    assertThat(status(task, stored)).isEqualTo("overdue");
    assertThat(status(task, sent)).isEqualTo("met");
    assertThat(status(task, struck)).isEqualTo("overdue");
    assertThat(status(task, Instant.now())).isEqualTo("met-late");
    compute(task, PLAN, before)
        .isRefused(
            422, "not-found", "Nothing was known of the case at that time; it was stored later.");
    assertThat(compute(task, "demo-plan-chw", sent).status()).isEqualTo(404);
  }

  @Test
  void whatAnotherResourceToldThenCounts() throws InterruptedException {
    ObjectNode bundle = Submissions.of(25);
    ((ObjectNode) Submissions.first(bundle, "ClaimResponse").at("/item/0/adjudication/0"))
        .remove("reason");
    Task task = submit(bundle);
    Instant stored = pause();
    ClaimResponse answer =
        server
            .fhir("GET", task.getReasonReference().getReference())
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(ClaimResponse.class);
    // V09 asks for the ground; what nobody told may be told once
    answer
        .getItemFirstRep()
        .getAdjudicationFirstRep()
        .getReason()
        .addCoding()
        .setSystem("https://openimr.org/fhir/CodeSystem/imr-decision-basis")
        .setCode("medical-necessity");
    server
        .fhir("PUT", task.getReasonReference().getReference())
        .as(PLAN)
        .json(Submissions.tree(answer).toString())
        .send()
        .isOk(200);

    assertThat(refused(task, Instant.now())).isEqualTo("met");
    assertThat(refused(task, stored)).isEqualTo("unknown");
  }

  @Test
  void whatWasDeletedSinceWasKnown() throws InterruptedException {
    Task task = submit(ADMIN);
    Instant stored = pause();
    Set<String> all = names(task, stored);
    String denial = task.getReasonReference().getReference();
    assertThat(all).hasSizeGreaterThan(35).contains(denial);
    // with its Provenance all goes that belongs to the case, its duties too
    for (Resource each : provenances(task)) {
      delete("Provenance/" + each.getIdElement().getIdPart());
    }
    assertThat(names(task, Instant.now())).isEmpty();
    assertThat(names(task, stored)).isEqualTo(all);
    Instant unnamed = pause();
    Task without = server.fhir("GET", "Task/" + id(task)).as(ADMIN).send().resource(Task.class);
    without.setReasonReference(null);
    put(without).isOk(200);
    delete(denial);
    assertThat(names(task, stored)).isEqualTo(all);
    assertThat(names(task, unnamed)).isEmpty();
    assertThat(compute(task, ADMIN, stored).status()).isEqualTo(200);
  }

  /** What belonged to a case as it was known at a time. */
  private Set<String> names(Task task, Instant knownAt) {
    return server
        .bean(CaseStore.class)
        .load(Caller.SERVER, id(task), knownAt)
        .orElseThrow()
        .byReference()
        .keySet();
  }

  @Test
  void aCaseThatWasDeletedAndMadeAgainWasNotKnownInBetween() throws InterruptedException {
    Task task = submit(ADMIN);
    Instant stored = pause();
    Task before = server.fhir("GET", "Task/" + id(task)).as(ADMIN).send().resource(Task.class);
    DeletedCase.delete(server, id(task));
    Instant deleted = pause();
    put(before).isOk(201);

    compute(task, ADMIN, deleted)
        .isRefused(
            422, "not-found", "Nothing was known of the case at that time; it was stored later.");
    assertThat(refused(task, ADMIN, stored)).isEqualTo("met");
    assertThat(compute(task, ADMIN, Instant.now()).status()).isEqualTo(200);
  }

  private List<Resource> provenances(Task task) {
    return server.found(ADMIN, "Provenance?target=Task/" + id(task));
  }

  private void delete(String name) {
    server.fhir("DELETE", name).as(ADMIN).send().isOk(200);
  }

  private Answer put(Task task) {
    return server
        .fhir("PUT", "Task/" + id(task))
        .as(ADMIN)
        .json(Submissions.tree(task).toString())
        .send();
  }

  private String refused(Task task, Instant knownAt) {
    return refused(task, PLAN, knownAt);
  }

  private String refused(Task task, String token, Instant knownAt) {
    Parameters answer =
        server
            .fhir(
                "GET",
                "Task/"
                    + id(task)
                    + "/$check-eligibility?"
                    + AS_OF
                    + "&knownAt="
                    + encoded(knownAt))
            .as(token)
            .send()
            .isOk(200)
            .resource(Parameters.class);
    return answer.getParameter().stream()
        .filter(each -> "V09".equals(value(each, "rule")))
        .map(each -> value(each, "result"))
        .findFirst()
        .orElseThrow();
  }

  /** Time passes, so that the next thing is stored later. */
  private static Instant pause() throws InterruptedException {
    Thread.sleep(50);
    Instant now = Instant.now();
    Thread.sleep(50);
    return now;
  }

  private String status(Task task, Instant knownAt) {
    for (ParametersParameterComponent each :
        compute(task, PLAN, knownAt).isOk(200).resource(Parameters.class).getParameter()) {
      if ("records-to-imro".equals(value(each, "milestone"))) {
        return value(each, "status");
      }
    }
    return null;
  }

  private Answer compute(Task task, String token, Instant knownAt) {
    return server
        .fhir(
            "GET",
            "Task/" + id(task) + "/$compute-deadlines?" + AS_OF + "&knownAt=" + encoded(knownAt))
        .as(token)
        .send();
  }

  private static String encoded(Instant time) {
    return URLEncoder.encode(
        time.toString().replaceAll("\\.(\\d{3})\\d*Z", ".$1Z"), StandardCharsets.UTF_8);
  }

  private static String value(ParametersParameterComponent of, String part) {
    return of.getPart().stream()
        .filter(each -> each.getName().equals(part))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse(null);
  }

  private Task submit() {
    return submit(Submissions.of(25));
  }

  private Task submit(ObjectNode bundle) {
    return submit(bundle, PLAN);
  }

  private Task submit(String token) {
    return submit(Submissions.of(25), token);
  }

  private Task submit(ObjectNode bundle, String token) {
    return server.submitted(token, bundle.toString());
  }

  private void record(Task task, int version, String event, String time, String more) {
    server.record(PLAN, task, String.valueOf(version), event, time, more);
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
