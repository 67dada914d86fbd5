package org.openimr.server.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks for changed policies, before the first request and then at intervals: in the folder, and in
 * the database where another node may have put them.
 */
public final class PolicyWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final PolicyShelf shelf;
  private final PolicyFolder folder;
  private final Duration interval;
  private volatile ScheduledExecutorService thread;

  /**
   * Makes the watch.
   *
   * @param folder the folder, or null if there is none
   * @param interval between two looks
   */
  PolicyWatch(PolicyShelf shelf, PolicyFolder folder, Duration interval) {
    this.shelf = shelf;
    this.folder = folder;
    this.interval = interval;
  }

  /** What is not at work although it was put here, by file or id, each with all reasons. */
  public Map<String, List<String>> refused() {
    Map<String, List<String>> refused = new TreeMap<>(shelf.refused());
    if (folder != null) {
      refused.putAll(folder.refused());
    }
    return refused;
  }

  @Override
  public void start() {
    look();
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread watching = new Thread(work, "policies");
              watching.setDaemon(true);
              return watching;
            });
    thread.scheduleWithFixedDelay(
        this::lookAgain, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    shelf.renew();
    if (folder != null) {
      folder.look();
    }
  }

  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException unreachable) {
      LOG.warn("Policies could not be looked at: {}", unreachable.getClass().getSimpleName());
    }
  }

  @Override
  public void stop() {
    thread.shutdownNow();
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /** Before the web server, which starts last. */
  @Override
  public int getPhase() {
    return 0;
  }
}
