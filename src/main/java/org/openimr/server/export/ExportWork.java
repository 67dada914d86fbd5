package org.openimr.server.export;

import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.openimr.server.answer.StoredSizes;
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

  /** How many bytes, unless one resource has more: who loses the connection begins it again. */
  private static final long BYTES_IN_A_FILE = 256L << 20;

  private static final int MEASURED_AT_ONCE = 500;

  private final ExportTable table;
  private final VisibleResources resources;
  private final List<String> types;
  private final StoredSizes sizes;
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
      StoredSizes sizes,
      TransactionTemplate transaction,
      Clock clock) {
    this.table = table;
    this.resources = resources;
    this.types = types;
    this.sizes = sizes;
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
    private final List<Long> measured = new ArrayList<>();
    private KeyList keys = new KeyList();
    private long bytes;
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
      if (!next.equals(type)) {
        end();
        type = next;
      }
      measured.add(key);
      if (measured.size() == MEASURED_AT_ONCE) {
        measure();
      }
    }

    private void measure() {
      List<Long> large = sizes.ofAll(measured.stream().map(JpaPid::fromId).toList());
      for (int i = 0; i < large.size(); i++) {
        if (keys.count() == IN_A_FILE || bytes + large.get(i) > BYTES_IN_A_FILE) {
          endFile();
        }
        keys.add(measured.get(i));
        bytes += large.get(i);
      }
      measured.clear();
    }

    private void endFile() {
      if (keys.count() > 0) {
        number++;
        table.add(id, new ExportTable.FileRow(number, type, keys.count()), keys);
        keys = new KeyList();
      }
      bytes = 0;
    }

    void end() {
      measure();
      endFile();
    }
  }

  @Override
  public void close() throws InterruptedException {
    worker.shutdownNow();
    worker.awaitTermination(10, TimeUnit.SECONDS);
  }
}
