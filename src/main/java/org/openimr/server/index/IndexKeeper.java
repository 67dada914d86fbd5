package org.openimr.server.index;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the index, aside, where it has not been made yet: once, after the server has come to a
 * version that has one.
 */
public final class IndexKeeper implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

  private final IndexWork work;
  private volatile boolean running;
  private volatile Thread making;

  IndexKeeper(IndexWork work) {
    this.work = work;
  }

  @Override
  public void start() {
    running = true;
    if (!work.complete()) {
      making = new Thread(this::make, "index");
      making.setDaemon(true);
      making.start();
    }
  }

  private void make() {
    try {
      long cases =
          work.rebuild(
              (done, all) -> {
                if (done > 0) {
                  LOG.info("{} of {} cases are in the index", done, all);
                }
              });
      LOG.info("The index is made of {} cases", cases);
    } catch (RuntimeException failed) {
      // the next start goes on
      LOG.warn("The index could not be made: {}", failed.getClass().getSimpleName());
    }
  }

  @Override
  public void stop() {
    running = false;
    work.stop();
    Thread under = making;
    if (under != null) {
      try {
        under.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
