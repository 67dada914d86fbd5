package org.openimr.server.timer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.operation.casefile.CaseRenewal;
import org.openimr.server.export.ExportWork;
import org.openimr.server.index.IndexWork;
import org.openimr.server.index.TimedCases;
import org.openimr.server.notice.LetterOutbox;
import org.openimr.server.notice.NoticeWork;
import org.openimr.server.packet.LatePacketWork;
import org.openimr.server.packet.PacketHook;
import org.openimr.server.policy.PolicyShelf;
import org.openimr.server.report.PublicRowTable;
import org.openimr.server.settings.Settings;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is done at set times: by one node of several, and by another if that one dies.
 *
 * <p>The scheduler only says when; what was noticed stands in tables of our own.
 */
@Configuration(proxyBeanMethods = false)
public class TimerConfig {

  private static final LocalTime CHECK = LocalTime.of(10, 0);

  /** Notices what comes about by time. */
  @Bean
  public Timers timers(
      TimedCases cases,
      PolicyShelf policies,
      CaseRenewal renewal,
      TransactionTemplate transaction,
      Settings settings) {
    Timers timers = new Timers(cases, policies, renewal, transaction, settings.timers().dueSoon());
    policies.onChange(timers::wake);
    return timers;
  }

  /** Keeps the times in the same database. */
  @Bean(destroyMethod = "stop")
  public Scheduler scheduler(
      DataSource dataSource,
      Timers timers,
      IndexWork index,
      NoticeWork notices,
      LetterOutbox letters,
      SubmitAttachmentOperation attachments,
      LatePacketWork packets,
      PacketHook hook,
      PublicRowTable publicRows,
      ExportWork exports,
      Settings settings) {
    RecurringTask<Void> look =
        Tasks.recurring("timers", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> timers.look(Instant.now()));
    RecurringTask<Void> check =
        Tasks.recurring("index-check", new Daily(ZoneOffset.UTC, CHECK))
            .execute(
                (task, context) -> {
                  timers.wake();
                  index.check((done, all) -> {});
                });
    RecurringTask<Void> notify =
        Tasks.recurring("notices", FixedDelay.of(settings.timers().every()))
            .execute(
                (task, context) -> {
                  notices.look(Instant.now());
                  letters.look(Instant.now());
                });
    RecurringTask<Void> attach =
        Tasks.recurring("held-attachments", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> attachments.again(Instant.now()));
    RecurringTask<Void> add =
        Tasks.recurring("late-packets", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> packets.look(Instant.now()));
    RecurringTask<Void> tell =
        Tasks.recurring("packet-hook", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> hook.look(Instant.now()));
    RecurringTask<Void> report =
        Tasks.recurring("public-rows", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> publicRows.prepare());
    RecurringTask<Void> export =
        Tasks.recurring("exports", FixedDelay.of(settings.timers().every()))
            .execute((task, context) -> exports.look(Instant.now()));
    return Scheduler.create(dataSource)
        .startTasks(look, check, notify, report, attach, add, tell, export)
        .tableName("imr_scheduled_task")
        .threads(4)
        .pollingInterval(settings.timers().every())
        .shutdownMaxWait(settings.server().stopTimeout())
        .build();
  }

  /** Begins when the server is ready; commands do not keep time. */
  @Bean
  public ApplicationListener<ApplicationReadyEvent> timersStart(
      Scheduler scheduler, Timers timers) {
    return ready -> {
      if (ready.getApplicationContext() instanceof WebServerApplicationContext) {
        // the program may hold other policies than before
        timers.wake();
        scheduler.start();
      }
    };
  }
}
