package org.openimr.server.command.file;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * How far a command is: a bar that moves where a person looks on, else a line now and then, so that
 * a log of it stays short.
 */
public final class ProgressLine {

  private static final int WIDTH = 30;
  private static final long BAR_EVERY = 100_000_000L;
  private static final long LINE_EVERY = 5_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private long shown;
  private boolean first = true;

  /** Writes there. */
  public ProgressLine(PrintWriter out) {
    this(out, System.console() != null, System::nanoTime);
  }

  ProgressLine(PrintWriter out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  /** Shows it, unless that was done a moment ago; the end is always shown. */
  public void at(long done, long all) {
    long now = nanos.getAsLong();
    boolean end = done >= all;
    if (!first && !end && now - shown < (terminal ? BAR_EVERY : LINE_EVERY)) {
      return;
    }
    first = false;
    shown = now;
    if (!terminal) {
      out.printf("%d of %d%n", done, all);
      return;
    }
    int full = all == 0 ? WIDTH : (int) (WIDTH * Math.min(done, all) / all);
    out.printf("\r[%s%s] %d of %d", "#".repeat(full), " ".repeat(WIDTH - full), done, all);
    if (end) {
      out.println();
    }
    out.flush();
  }
}
