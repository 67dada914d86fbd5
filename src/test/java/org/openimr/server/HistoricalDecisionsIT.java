package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.core.history.RowFault;
import org.openimr.server.history.DecisionImport;
import org.openimr.server.history.SyntheticDecisions;

/** Decisions of former years are taken in on both databases. */
@OnEachDatabase
class HistoricalDecisionsIT {

  private static final int ROWS = Integer.getInteger("decisions.rows", 2_000);
  private static final int WRONG = 50;

  private final RunningServer server;
  @TempDir private Path folder;

  HistoricalDecisionsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aFileIsTakenInOnceAndItsWrongRowsAreNamed() throws IOException {
    Path file = folder.resolve("decisions.csv");
    Map<Long, String> expected = SyntheticDecisions.file(file, ROWS, WRONG);
    DecisionImport imports = server.bean(DecisionImport.class);
    Map<Long, String> wrong = new TreeMap<>();
    DecisionImport.Result first = imports.run(file, listener(wrong));
    assertThat(wrong).isEqualTo(expected).hasSize(WRONG);
    assertThat(first.stored() + first.same()).isEqualTo(ROWS - WRONG);
    DecisionImport.Result again = imports.run(file, listener(new TreeMap<>()));
    assertThat(again.same()).isEqualTo(ROWS - WRONG);
    assertThat(again.stored() + again.changed()).isZero();
  }

  private static DecisionImport.Listener listener(Map<Long, String> wrong) {
    return new DecisionImport.Listener() {
      @Override
      public void resumed(long line) {
        assertThat(line).isPositive();
      }

      @Override
      public void wrong(long line, RowFault fault) {
        wrong.put(line, fault.column());
      }

      @Override
      public void read(long rows) {
        assertThat(rows).isLessThanOrEqualTo(ROWS);
      }
    };
  }
}
