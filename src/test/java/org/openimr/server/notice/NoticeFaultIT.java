package org.openimr.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.notice.CaseNotices;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever happens between an event and its letters loses neither: a text at fault, a worker that
 * dies while it writes or while it stores.
 */
@OnEachDatabase
class NoticeFaultIT {

  private static final String PLAN = "demo-plan-vchcp";

  /** What no code catches, as when a machine is gone. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final RunningServer server;

  NoticeFaultIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aTextAtFaultKeepsTheEventAndTheNoticeAndIsTriedAgain() {
    Task task = submit();
    Instant now = Instant.now();
    NoticeWork broken =
        work(
            (page, written) -> {
              throw new IllegalStateException("no such font");
            },
            server.bean(CaseStore.class));
    broken.look(now);

    assertThat(happened(task)).isTrue();
    Communication waiting = letter(task);
    assertThat(waiting.getStatus().toCode()).isEqualTo("on-hold");
    assertThat(waiting.getStatusReason().getCodingFirstRep().getCode()).isEqualTo("text-at-fault");
    assertThat(waiting.hasPayload()).isFalse();
    assertThat(failures(task)).isEqualTo(1);
    // not at once, or a text at fault would keep the server busy; another failure waits longer
    assertThat(server.bean(NoticeWork.class).look(now.plusSeconds(1))).isZero();
    broken.look(now.plusSeconds(60));
    assertThat(failures(task)).isEqualTo(2);
    server.bean(NoticeWork.class).look(now.plus(Duration.ofHours(1)));

    assertThat(letter(task).getStatus().toCode()).isEqualTo("preparation");
    assertThat(failures(task)).isZero();
  }

  @Test
  void whoDiesWhileWritingIsFollowedByAnother() {
    Task task = submit();
    Instant now = Instant.now();
    NoticeWork dying =
        work(
            (page, written) -> {
              throw new Death();
            },
            server.bean(CaseStore.class));
    assertThatThrownBy(() -> dying.look(now)).isInstanceOf(Death.class);

    assertThat(happened(task)).isTrue();
    assertThat(letters(task)).isEmpty();
    server.bean(NoticeWork.class).look(now.plus(Duration.ofMinutes(3)));
    assertThat(letters(task)).hasSize(1);
    assertThat(letter(task).getStatus().toCode()).isEqualTo("preparation");
    assertThat(letter(task).getMeta().getVersionId()).isEqualTo("1");
  }

  @Test
  void whoDiesWhileStoringLeavesNothingHalf() {
    Task task = submit();
    Instant now = Instant.now();
    NoticeWork dying = work(server.bean(LetterPrinter.class), dyingAfterStoring());
    assertThatThrownBy(() -> dying.look(now)).isInstanceOf(Death.class);

    assertThat(letters(task)).as("what was written is rolled back").isEmpty();
    assertThat(server.bean(NoticeTable.class).ofCase(id(task))).isEmpty();
    server.bean(NoticeWork.class).look(now.plus(Duration.ofMinutes(3)));
    assertThat(letters(task)).hasSize(1);
    assertThat(letter(task).getStatus().toCode()).isEqualTo("preparation");
    assertThat(server.bean(NoticeTable.class).ofCase(id(task))).isNotEmpty();
  }

  @Test
  void lettersOfACaseThatChangesWithoutAPauseCome() throws Exception {
    Task task = submit();
    Instant now = Instant.now();
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    LetterPrinter real = server.bean(LetterPrinter.class);
    ExecutorService others = Executors.newCachedThreadPool();
    AtomicInteger printed = new AtomicInteger();
    NoticeWork disturbed =
        work(
            (page, written) -> {
              assertThat(printed.incrementAndGet()).as("letters written in vain").isLessThan(20);
              Future<?> change =
                  others.submit(
                      () ->
                          jdbc.update(
                              "update imr_case set next_notice = ? where case_id = ?",
                              Timestamp.from(Instant.EPOCH),
                              id(task)));
              try {
                change.get(300, TimeUnit.MILLISECONDS);
              } catch (TimeoutException itWaits) {
                // as one that changes a case that is held
              } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
              }
              return real.print(page, written);
            },
            server.bean(CaseStore.class));
    disturbed.look(now);
    others.shutdown();
    assertThat(others.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

    assertThat(letter(task).getStatus().toCode()).isEqualTo("preparation");
    // the change that waited is looked at too
    server.bean(NoticeWork.class).look(now);
    assertThat(letters(task)).hasSize(1);
    assertThat(failures(task)).isZero();
  }

  private NoticeWork work(LetterPrinter printer, CaseStore store) {
    return new NoticeWork(
        server.bean(JdbcTemplate.class),
        server.bean(TransactionTemplate.class),
        new CaseNotices(
            server.bean(StoredCases.class),
            server.bean(CaseStore.class),
            server.bean(Letters.class),
            printer),
        server.bean(NoticeTable.class),
        store);
  }

  /** The store, whose writer dies after the resources are written and before all is committed. */
  private CaseStore dyingAfterStoring() {
    CaseStore real = server.bean(CaseStore.class);
    return (CaseStore)
        Proxy.newProxyInstance(
            CaseStore.class.getClassLoader(),
            new Class<?>[] {CaseStore.class},
            (proxy, method, given) -> {
              try {
                method.invoke(real, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              throw new Death();
            });
  }

  private Task submit() {
    // what others left to be drafted is no matter of this case
    server.bean(NoticeWork.class).look(Instant.now().plus(Duration.ofHours(2)));
    return server.submitted(
        PLAN, Submissions.without(Submissions.of(25), "imr-letter-sent").toString());
  }

  private boolean happened(Task task) {
    return server
        .fhir("GET", "Task/" + id(task))
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Task.class)
        .getInput()
        .stream()
        .anyMatch(
            each -> each.getType().getCodingFirstRep().getCode().equals("grievance-resolved"));
  }

  private int failures(Task task) {
    return server
        .bean(JdbcTemplate.class)
        .queryForObject(
            "select notice_failures from imr_case where case_id = ?", Integer.class, id(task));
  }

  private List<Communication> letters(Task task) {
    return server.found(PLAN, "Communication?part-of=Task/" + id(task)).stream()
        .map(Communication.class::cast)
        .filter(
            each -> each.getCategoryFirstRep().getCodingFirstRep().getCode().equals("imr-letter"))
        .toList();
  }

  private Communication letter(Task task) {
    return letters(task).get(0);
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
