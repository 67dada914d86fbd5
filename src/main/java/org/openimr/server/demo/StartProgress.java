package org.openimr.server.demo;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows that the server is starting, with a dot every second, until it is closed. */
public final class StartProgress implements AutoCloseable {

  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "start-progress");
            thread.setDaemon(true);
            return thread;
          });
  private final PrintStream out;

  /**
   * Begins to show it.
   *
   * @param out where to print
   */
  public StartProgress(PrintStream out) {
    this.out = out;
    out.println("Starting OpenIMR. The first start makes the database and takes the longest.");
    ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    out.print('.');
    out.flush();
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    out.println();
  }
}
