package org.openimr.server.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes exports, one after another: notes which files they have and what is in each. What was left
 * by a server that stopped is made anew.
 */
public final class ExportWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExportWork.class);
  private static final Duration TAKEN = Duration.ofMinutes(30);

  /** How many resources a file holds at most. */
  private static final int IN_A_FILE = 10_000;

  private final ExportTable table;
  private final VisibleResources resources;
  private final List<String> types;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "exports");
            thread.setDaemon(true);
            return thread;
          });

  ExportWork(
      ExportTable table,
      VisibleResources resources,
      List<String> types,
      TransactionTemplate transaction,
      Clock clock) {
    this.table = table;
    this.resources = resources;
    this.types = types;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Makes an export soon. */
  void begin(String id) {
    try {
      worker.execute(() -> make(id));
    } catch (RejectedExecutionException stopping) {
      // another start of the server makes it
      LOG.info("Export {} waits for the next start", id);
    }
  }

  /**
   * Makes what was left, and forgets what has expired.
   *
   * @param now the time
   */
  public void look(Instant now) {
    table.expire(now);
    table.left(now).forEach(this::begin);
  }

  private void make(String id) {
    Instant now = clock.instant();
    ExportTable.Row row = table.find(id).orElse(null);
    if (row == null || !table.take(id, now, now.plus(TAKEN))) {
      return;
    }
    try {
      transaction.executeWithoutResult(status -> files(id, row.selected()));
    } catch (RuntimeException failed) {
      LOG.warn("Export {} failed: {}", id, failed.getClass().getSimpleName());
      table.end(id, "failed");
    }
  }

  private void files(String id, Selected selected) {
    table.clear(id);
    int number = 0;
    if (!selected.asked().ignored().isEmpty()) {
      number++;
      table.add(
          id,
          new ExportTable.FileRow(number, "OperationOutcome", new VisibleResources.Range(0, 0, 1)));
    }
    for (String type : selected.asked().among(types)) {
      VisibleResources.Range range = resources.next(selected, type, -1, IN_A_FILE);
      while (range != null) {
        number++;
        table.add(id, new ExportTable.FileRow(number, type, range));
        range =
            range.count() < IN_A_FILE
                ? null
                : resources.next(selected, type, range.last(), IN_A_FILE);
      }
    }
    table.end(id, "complete");
  }

  @Override
  public void close() throws InterruptedException {
    worker.shutdownNow();
    worker.awaitTermination(10, TimeUnit.SECONDS);
  }
}
