package org.openimr.server.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.index.IndexWork;
import org.springframework.jdbc.core.JdbcTemplate;

/** What comes about by time is noticed once, also when nobody looked at that time. */
@OnEachDatabase
class TimersIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;
  private final JdbcTemplate jdbc;
  private final Timers timers;

  TimersIT(Database database) {
    this.server = database.server();
    this.jdbc = server.bean(JdbcTemplate.class);
    this.timers = server.bean(Timers.class);
  }

  @Test
  void whatIsOverdueIsNoticedOnceHoweverOftenAndLateItIsLookedFor() {
    Task task = submit();
    // nobody looked while the records to the reviewer were due on 4 July
    timers.look(Instant.now());

    assertThat(noticed(task)).contains("overdue records-to-imro", "due-soon records-to-imro");
    int before = noticed(task).size();
    String version = server.version(PLAN, task);
    timers.look(Instant.now());
    assertThat(noticed(task)).hasSize(before).doesNotHaveDuplicates();
    assertThat(server.version(PLAN, task))
        .as("no fact and no version is changed")
        .isEqualTo(version);
    assertThat(next(task)).as("nothing more comes about by time").isNull();
  }

  @Test
  void aChangedCaseIsLookedAtAgainAndToldOnlyWhatIsNew() {
    Task task = submit();
    timers.look(Instant.now());
    int before = noticed(task).size();
    record(task, "1", "new-record-received", "2026-07-08T10:00:00-07:00");
    timers.look(Instant.now());

    // 1 d of Wednesday 8 July: overdue since the 10th
    assertThat(noticed(task)).hasSize(before + 2).contains("overdue new-records-to-imro");
    record(task, server.version(PLAN, task), "records-sent", "2026-07-03T15:00:00-07:00");
    timers.look(Instant.now());
    assertThat(noticed(task)).filteredOn(each -> each.endsWith(" records-to-imro")).hasSize(2);
  }

  @Test
  void aDutyBecomesOverdueWithoutAnyEvent() {
    Task task = submit();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    record(task, "1", "new-record-received", now.minusSeconds(60).toString());
    timers.look(now);
    assertThat(duty(task, "new-records-to-imro")).isEqualTo("running");
    String version = server.version(PLAN, task);

    // the duty ends with the next day
    timers.look(now.plus(3, ChronoUnit.DAYS));

    assertThat(duty(task, "new-records-to-imro")).isEqualTo("overdue");
    assertThat(noticed(task))
        .contains("due-soon new-records-to-imro", "overdue new-records-to-imro");
    assertThat(server.version(PLAN, task))
        .as("who works on the case is not disturbed")
        .isEqualTo(version);
    assertThat(server.bean(IndexWork.class).different(List.of(id(task)))).isEmpty();
  }

  @Test
  void aCaseWhosePolicyIsNotHeldIsLookedAtWhenPoliciesChange() throws IOException {
    Task task = submit();
    timers.look(Instant.now());
    int before = noticed(task).size();
    String policy = task.getInstantiatesUri();
    jdbc.update("delete from imr_timer where case_id = ?", id(task));
    bind(task, policy + "-none");
    timers.look(Instant.now());
    assertThat(noticed(task)).isEmpty();
    timers.look(Instant.now().plus(30, ChronoUnit.DAYS));
    assertThat(noticed(task)).isEmpty();

    // as if that one were put to work
    jdbc.update("update imr_case set policy = ? where case_id = ?", policy, id(task));
    timers.look(Instant.now());
    assertThat(noticed(task)).as("asleep").isEmpty();
    String text =
        Files.readString(Path.of("examples/policy-made-up-plan/sierra-vista-imr-2027-01-01.yaml"))
            .replace("policy: sierra-vista-imr", "policy: timers-imr");
    server
        .fhir("PUT", "PlanDefinition/timers-imr-2027-01-01")
        .as("demo-admin")
        .json(
            Submissions.CONTEXT
                .newJsonParser()
                .encodeResourceToString(PolicyCheck.plan("policy.yaml", text, HeldPolicies.LAWS)))
        .send()
        .isOk(201);
    timers.look(Instant.now());
    assertThat(noticed(task)).hasSize(before);
  }

  private void bind(Task task, String policy) {
    jdbc.update(
        "update imr_case set policy = ?, next_timer = default where case_id = ?", policy, id(task));
  }

  private List<String> noticed(Task task) {
    return jdbc.queryForList(
        "select kind || ' ' || about from imr_timer where case_id = ?", String.class, id(task));
  }

  private Object next(Task task) {
    Map<String, Object> row =
        jdbc.queryForMap("select next_timer from imr_case where case_id = ?", id(task));
    return row.values().iterator().next();
  }

  private Task submit() {
    return server.submitted(PLAN, Submissions.of(25).toString());
  }

  private void record(Task task, String version, String event, String time) {
    server.record(PLAN, task, version, event, time, "");
  }

  private String duty(Task task, String milestone) {
    Task duty = server.duty(PLAN, task, milestone);
    return duty.getBusinessStatus().getCodingFirstRep().getCode();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
