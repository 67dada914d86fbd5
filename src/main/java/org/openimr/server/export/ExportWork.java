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
    Filling filling = new Filling(id);
    if (!selected.asked().ignored().isEmpty()) {
      filling.note();
    }
    resources.each(selected, selected.asked().among(types), filling::add);
    filling.end();
    table.end(id, "complete");
  }

  /** The files of one export, one after another. */
  private final class Filling {

    private final String id;
    private String type = "";
    private KeyList keys = new KeyList();
    private int number;

    Filling(String id) {
      this.id = id;
    }

    /** A file that says what was not regarded. */
    void note() {
      number++;
      table.add(id, new ExportTable.FileRow(number, "OperationOutcome", 1), new KeyList());
    }

    void add(String next, long key) {
      if (!next.equals(type) || keys.count() == IN_A_FILE) {
        end();
        type = next;
        keys = new KeyList();
      }
      keys.add(key);
    }

    void end() {
      if (keys.count() > 0) {
        number++;
        table.add(id, new ExportTable.FileRow(number, type, keys.count()), keys);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    worker.shutdownNow();
    worker.awaitTermination(10, TimeUnit.SECONDS);
  }
}
