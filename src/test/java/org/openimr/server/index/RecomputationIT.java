package org.openimr.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.casefile.CaseRenewal;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.policy.PolicyShelf;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a changed calendar moves is listed before it is written, and then written once.
 *
 * <p>The plan is notified on Wednesday 1 July 2026: by V13 it owes the records within 3 business
 * days, by Monday 6 July, and by V23 within 3 calendar days, by Saturday 4 July, which governs. The
 * decision was made on Thursday 21 May; the written notice was owed within 2 business days, by
 * Tuesday 26 May, as Monday the 25th was Memorial Day. Were Friday the 22nd a day off as well, it
 * would have been owed by Wednesday 27 May.
 */
@OnEachDatabase
class RecomputationIT {

  private static final String PLAN = "demo-plan-vchcp";

  /** So many cases are written before it is noted how far it is. */
  private static final int IN_A_ROUND = 50;

  private static final Instant AS_OF = Instant.parse("2026-07-02T19:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-05-27T06:59:59Z");
  private static final Instant WEDNESDAY = Instant.parse("2026-05-28T06:59:59Z");

  /** One of its own: all cases that it holds are worked out again, again and again. */
  private static RunningServer server;

  private final Recomputation recomputation;

  RecomputationIT(Database database) {
    this.recomputation = server.bean(Recomputation.class);
  }

  @BeforeParameterizedClassInvocation
  static void start(Database database) {
    server = RunningServer.on(database);
    for (int i = 0; i < IN_A_ROUND; i++) {
      submit();
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @Test
  void whatACalendarWouldMoveIsListedAndNothingIsChanged() throws IOException {
    Task task = submit();
    List<MovedDuty> moved = new ArrayList<>();
    PolicyShelf shelf = server.bean(PolicyShelf.class);
    Recomputation.Outcome outcome =
        recomputation.list(
            shelf.get(),
            shelf.withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up")),
            List.of("dmhc-imr-vchcp"),
            AS_OF,
            moved::add,
            (done, all) -> {});

    assertThat(outcome.undecided()).isEmpty();
    assertThat(outcome.moved()).isLessThanOrEqualTo(outcome.cases()).isPositive();
    assertThat(moved)
        .filteredOn(each -> each.caseId().equals(id(task)))
        .containsExactlyInAnyOrder(
            new MovedDuty(id(task), "member-written-notice", "V30", TUESDAY, WEDNESDAY),
            new MovedDuty(id(task), "imr-notice", "V03", TUESDAY, WEDNESDAY));
    assertThat(server.version(PLAN, task)).isEqualTo("1");
    assertThat(due(task, "imr-notice")).isEqualTo("2026-05-26T23:59:59-07:00");
  }

  @Test
  void whatIsStoredDoesNotMoveUnlessSomethingChanged() {
    Task task = submit();
    assertThat(moves(server.bean(PolicyShelf.class).get(), task)).isEmpty();
  }

  @Test
  void whatMovesIsWrittenOnceAndGoesOnWhereItWasBrokenOff() throws IOException {
    Task task = submit();
    PolicyBook held = server.bean(PolicyShelf.class).get();
    PolicyBook changed =
        server
            .bean(PolicyShelf.class)
            .withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up"));
    Recomputation after = under(changed);
    assertThat(moves(changed, task)).hasSize(2);

    // the first round of cases is written, then it is broken off
    assertThatThrownBy(
            () ->
                after.apply(
                    changed,
                    List.of(),
                    "mourning",
                    AS_OF,
                    "A day of mourning",
                    (done, all) -> {
                      throw new IllegalStateException("broken off");
                    }))
        .isInstanceOf(IllegalStateException.class);
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    long before = jdbc.queryForObject("select done from imr_recomputation", Long.class);
    Recomputation.Outcome outcome =
        after.apply(
            changed, List.of(), "mourning", Instant.now(), "A day of mourning", (done, all) -> {});

    assertThat(before).isEqualTo(IN_A_ROUND);
    assertThat(outcome.cases()).isGreaterThan(before);
    assertThat(outcome.moved()).isPositive();
    assertThat(jdbc.queryForObject("select count(*) from imr_recomputation", Long.class)).isZero();
    assertThat(due(task, "imr-notice")).isEqualTo("2026-05-27T23:59:59-07:00");
    assertThat(moves(changed, task)).isEmpty();
    assertThat(server.bean(IndexWork.class).different(List.of(id(task)))).isEmpty();
    String version = server.version(PLAN, task);
    apply(changed, "A day of mourning");
    assertThat(server.version(PLAN, task)).isEqualTo(version);

    apply(held, "No day of mourning");
    assertThat(due(task, "imr-notice")).isEqualTo("2026-05-26T23:59:59-07:00");
  }

  @Test
  void aCaseThatCannotBeWorkedOutKeepsNoOtherFromBeingWritten() throws IOException {
    Task undecided = submit();
    Task other = submit();
    bind(undecided, "https://example.org/none|1");
    PolicyBook changed =
        server
            .bean(PolicyShelf.class)
            .withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up"));
    PolicyBook held = server.bean(PolicyShelf.class).get();

    Recomputation.Outcome outcome = apply(changed, "A day of mourning");

    assertThat(outcome.undecided()).containsExactly(id(undecided));
    assertThat(due(other, "imr-notice")).isEqualTo("2026-05-27T23:59:59-07:00");
    assertThat(due(undecided, "imr-notice")).isEqualTo("2026-05-26T23:59:59-07:00");
    bind(undecided, undecided.getInstantiatesUri());
    apply(held, "No day of mourning");
  }

  @Test
  void aCaseWhoseContentIsSpoiltKeepsNoOtherFromBeingWritten() throws IOException {
    Task spoilt = submit();
    Task other = submit();
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    String where =
        " where res_ver = 1 and res_id = (select res_id from hfj_resource where fhir_id = ? and"
            + " res_type = 'Task')";
    String content =
        jdbc.queryForObject(
            "select res_text_vc from hfj_res_ver" + where, String.class, id(spoilt));
    jdbc.update("update hfj_res_ver set res_text_vc = '{'" + where, id(spoilt));
    PolicyShelf shelf = server.bean(PolicyShelf.class);
    PolicyBook changed = shelf.withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up"));
    PolicyBook held = shelf.get();

    Recomputation.Outcome outcome = apply(changed, "A day of mourning");

    jdbc.update("update hfj_res_ver set res_text_vc = ?" + where, content, id(spoilt));
    assertThat(outcome.undecided()).containsExactly(id(spoilt));
    assertThat(due(other, "imr-notice")).isEqualTo("2026-05-27T23:59:59-07:00");
    assertThat(due(spoilt, "imr-notice")).isEqualTo("2026-05-26T23:59:59-07:00");
    assertThat(apply(held, "No day of mourning").undecided()).isEmpty();
  }

  @Test
  void whatWasBrokenOffDoesNotGoOnByOtherPoliciesOrForAnotherReason() throws IOException {
    Task undecided = submit();
    bind(undecided, "https://example.org/none|1");
    PolicyShelf shelf = server.bean(PolicyShelf.class);
    PolicyBook held = shelf.get();
    PolicyBook changed = shelf.withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up"));
    breakOff(changed, "one");
    long done =
        server
            .bean(JdbcTemplate.class)
            .queryForObject("select done from imr_recomputation", Long.class);

    assertThatThrownBy(() -> apply(held, List.of(), "two", "A day of mourning"))
        .isInstanceOf(BrokenOffException.class)
        .hasMessage(
            "A recomputation for the reason \"A day of mourning\" was broken off after "
                + done
                + " cases. Since then policies or calendars have changed, or other policies were"
                + " named. Begin with the first case again: anew.");
    assertThatThrownBy(() -> apply(changed, List.of("dmhc-imr-vchcp"), "one", "A day of mourning"))
        .isInstanceOf(BrokenOffException.class);
    assertThatThrownBy(() -> apply(changed, List.of(), "one", "Another"))
        .isInstanceOf(BrokenOffException.class)
        .hasMessageContaining("It was begun for another reason.");
    // what it could not work out before it was broken off is told at its end
    assertThat(apply(changed, List.of(), "one", "A day of mourning").undecided())
        .contains(id(undecided));
    breakOff(held, "one");
    recomputation.forget();
    bind(undecided, undecided.getInstantiatesUri());
    assertThat(apply(held, "No day of mourning").undecided()).isEmpty();
  }

  @Test
  void onlyTheCasesOfOnePolicyAreMeantIfItIsNamed() throws IOException {
    submit();
    PolicyShelf shelf = server.bean(PolicyShelf.class);
    PolicyBook changed = shelf.withCalendar(calendar("2026 | 05-22 | | Day of mourning | Made up"));
    String bound = submit().getInstantiatesUri();
    String version = bound.substring(bound.lastIndexOf('/') + 1);
    for (String name : List.of(bound, version, "dmhc-imr-vchcp")) {
      assertThat(
              recomputation
                  .list(changed, List.of(name), AS_OF, each -> {}, (done, all) -> {})
                  .cases())
          .as(name)
          .isPositive();
    }
    assertThatThrownBy(
            () ->
                recomputation.list(
                    changed, List.of("dmhc-imr"), AS_OF, each -> {}, (done, all) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No case is bound to the policy dmhc-imr.");
  }

  /** After the first round of cases. */
  private void breakOff(PolicyBook policies, String edition) {
    assertThatThrownBy(
            () ->
                under(policies)
                    .apply(
                        policies,
                        List.of(),
                        edition,
                        AS_OF,
                        "A day of mourning",
                        (done, all) -> {
                          throw new IllegalStateException("broken off");
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  private Recomputation.Outcome apply(PolicyBook policies, String reason) {
    return apply(policies, List.of(), "some", reason);
  }

  private Recomputation.Outcome apply(
      PolicyBook policies, List<String> named, String edition, String reason) {
    return under(policies).apply(policies, named, edition, AS_OF, reason, (done, all) -> {});
  }

  /** As if it were bound to another policy. */
  private void bind(Task task, String policy) {
    server
        .bean(JdbcTemplate.class)
        .update("update imr_case set policy = ? where case_id = ?", policy, id(task));
  }

  private Recomputation under(PolicyBook policies) {
    PackagedPolicies packaged = server.bean(PackagedPolicies.class);
    CaseStore store = server.bean(CaseStore.class);
    StoredCases cases =
        new StoredCases(
            store,
            new CaseFileReader(packaged.vocabulary(), Submissions.CONTEXT),
            () -> policies,
            packaged.machines());
    return new Recomputation(
        server.bean(CaseTable.class),
        packaged.vocabulary(),
        server.bean(JdbcTemplate.class),
        server.bean(TransactionTemplate.class),
        new CaseRenewal(cases, store));
  }

  private List<MovedDuty> moves(PolicyBook after, Task task) {
    List<MovedDuty> moved = new ArrayList<>();
    recomputation.list(after, List.of(), AS_OF, moved::add, (done, all) -> {});
    return moved.stream().filter(each -> each.caseId().equals(id(task))).toList();
  }

  private static List<String> calendar(String line) throws IOException {
    List<String> lines =
        new ArrayList<>(
            Files.readAllLines(Path.of("profiles/calendar/us/ca/us-ca-state-offices.txt")));
    lines.add(line);
    return lines;
  }

  private static Task submit() {
    return server.submitted(PLAN, Submissions.of(25).toString());
  }

  private String due(Task task, String milestone) {
    Task duty = server.duty(PLAN, task, milestone);
    return duty.getRestriction().getPeriod().getEndElement().getValueAsString();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
