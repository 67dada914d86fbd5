package org.openimr.server.command.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter written = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(written), terminal, nanos::get);
  }

  @Test
  void aBarMovesOnATerminal() {
    ProgressLine line = line(true);
    line.at(0, 4);
    nanos.addAndGet(50_000_000);
    line.at(1, 4);
    nanos.addAndGet(60_000_000);
    line.at(2, 4);
    line.at(4, 4);

    assertThat(written.toString().replace(" ".repeat(15), "~"))
        .isEqualTo(
            "\r[~~] 0 of 4"
                + "\r["
                + "#".repeat(15)
                + "~] 2 of 4"
                + "\r["
                + "#".repeat(30)
                + "] 4 of 4"
                + System.lineSeparator());
  }

  @Test
  void aLogGetsALineNowAndThenAndTheEnd() {
    ProgressLine line = line(false);
    line.at(1, 100);
    nanos.addAndGet(4_999_999_999L);
    line.at(50, 100);
    nanos.addAndGet(1);
    line.at(60, 100);
    line.at(100, 100);

    assertThat(written.toString().lines()).containsExactly("1 of 100", "60 of 100", "100 of 100");
  }

  @Test
  void nothingToDoIsDone() {
    line(true).at(0, 0);
    assertThat(written.toString()).contains("0 of 0").endsWith(System.lineSeparator());
  }
}
