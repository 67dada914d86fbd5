package org.openimr.server.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.history.DecisionReader;
import org.openimr.core.history.HistoricalDecision;
import org.openimr.core.history.RowFault;
import org.openimr.core.report.PublicFormat;
import org.openimr.server.history.HistoricalDecisionTable.Held;
import org.openimr.server.history.HistoricalDecisionTable.Placed;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in a file of former decisions. Rows are known by their references: one that says the same
 * as what is held changes nothing, so that a file may be taken in again, after it was broken off
 * too. Each batch is stored whole or not at all.
 */
public final class DecisionImport {

  private static final int AT_ONCE = 500;

  private final HistoricalDecisionTable table;
  private final TransactionTemplate transaction;
  private final PublicFormat format;
  private final Clock clock;

  DecisionImport(
      HistoricalDecisionTable table,
      TransactionTemplate transaction,
      PublicFormat format,
      Clock clock) {
    this.table = table;
    this.transaction = transaction;
    this.format = format;
    this.clock = clock;
  }

  /** Hears of what happens while a file is taken in. */
  public interface Listener {

    /** An earlier run came as far as a line. */
    void resumed(long line);

    /** A row is not taken in. */
    void wrong(long line, RowFault fault);

    /** So many rows were read; called after each batch. */
    void read(long rows);
  }

  /**
   * What came of a file.
   *
   * @param rows how many rows were read
   * @param stored how many are held now that were not
   * @param changed how many took the place of another of the same reference
   * @param same how many were held already
   * @param kept how many were left because the current form tells more of the same reference
   * @param wrong how many are wrong
   * @param unknown names of categories that no edition held here has
   */
  public record Result(
      long rows,
      long stored,
      long changed,
      long same,
      long kept,
      long wrong,
      Set<String> unknown) {}

  /**
   * Takes in a file.
   *
   * @param file the file
   * @param listener hears of what happens
   * @return what came of it
   * @throws UnusableDecisionFileException if it is no such file
   */
  public Result run(Path file, Listener listener) throws IOException {
    FileText text = FileText.of(file);
    long before = table.line(text.hash());
    if (before > 0) {
      listener.resumed(before);
    }
    try (DecisionFile rows = DecisionFile.open(text, new DecisionReader(format))) {
      Run run = new Run(text.hash(), listener);
      for (DecisionFile.Row row = rows.next(); row != null; row = rows.next()) {
        run.take(row);
      }
      return run.end();
    }
  }

  /** One run over a file. */
  private final class Run {

    private final String file;
    private final Listener listener;
    private final Map<String, Placed> batch = new LinkedHashMap<>();
    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> known = format.names();
    private long rows;
    private long stored;
    private long changed;
    private long same;
    private long kept;
    private long wrong;
    private long line;

    Run(String file, Listener listener) {
      this.file = file;
      this.listener = listener;
    }

    void take(DecisionFile.Row row) {
      rows++;
      HistoricalDecision decision = row.outcome().decision();
      if (decision == null) {
        refuse(row.line(), row.outcome().faults());
      } else {
        Placed placed = new Placed(decision, FileText.hash(decision.content()), row.line());
        Placed first = batch.putIfAbsent(decision.reference(), placed);
        if (first != null) {
          again(placed, first.content(), first.line());
        }
        note(decision.category().diagnosis());
        note(decision.category().treatment());
      }
      line = row.lastLine();
      if (batch.size() == AT_ONCE) {
        flush(false);
      }
    }

    private void note(String name) {
      if (!name.isEmpty() && !known.contains(name) && unknown.size() < AT_ONCE) {
        unknown.add(name);
      }
    }

    private void refuse(long at, List<RowFault> faults) {
      wrong++;
      faults.forEach(fault -> listener.wrong(at, fault));
    }

    private void again(Placed placed, String content, long first) {
      if (placed.content().equals(content)) {
        same++;
      } else {
        refuse(
            placed.line(),
            List.of(
                new RowFault(
                    "ReferenceID",
                    placed.decision().reference()
                        + ", which line "
                        + first
                        + " has with other values",
                    "each reference once")));
      }
    }

    private void flush(boolean last) {
      Instant now = clock.instant();
      transaction.executeWithoutResult(
          status -> {
            List<Placed> fresh = new ArrayList<>();
            List<Placed> other = new ArrayList<>();
            Map<String, Held> held = table.held(List.copyOf(batch.keySet()));
            batch.forEach((reference, each) -> sort(each, held.get(reference), fresh, other));
            table.insert(fresh, file, now);
            table.update(other, file, now);
            stored += fresh.size();
            changed += other.size();
            table.progress(file, line, rows, wrong, now, last);
          });
      batch.clear();
      listener.read(rows);
    }

    private void sort(Placed given, Held held, List<Placed> fresh, List<Placed> other) {
      if (held == null) {
        fresh.add(given);
      } else if (held.content().equals(given.content())) {
        same++;
      } else if (held.file().equals(file) && held.line() < given.line()) {
        again(given, held.content(), held.line());
      } else if (HistoricalDecisionTable.poorer(given, held)) {
        kept++;
      } else {
        other.add(given);
      }
    }

    Result end() {
      flush(true);
      return new Result(rows, stored, changed, same, kept, wrong, unknown);
    }
  }
}
