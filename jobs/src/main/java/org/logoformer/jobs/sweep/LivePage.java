package org.logoformer.jobs.sweep;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.page.SweepPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page about a sweep while trials train: made again whenever one has ended, from {@code
 * sweep.json}, on a thread of its own, so that no trial waits for its pictures. Where trials end
 * faster than pages are made, a page tells of several.
 */
final class LivePage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

  private final Configuration hadoop;
  private final RunFolder sweep;
  private final Runnable guard;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "sweep-page");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * @param guard throws if the sweep's folder is another process's
   */
  LivePage(Configuration hadoop, RunFolder sweep, Runnable guard) {
    this.hadoop = hadoop;
    this.sweep = sweep;
    this.guard = guard;
  }

  /** There is something new to tell. */
  void refresh() {
    if (isDue.compareAndSet(false, true)) {
      thread.execute(this::write);
    }
  }

  /** A page that cannot be written harms no sweep. */
  private void write() {
    isDue.set(false);
    try {
      guard.run();
      SweepPage.write(hadoop, sweep, sweep.sweepPage());
    } catch (IOException | RuntimeException e) {
      LOG.warn("No page about the sweep: 'logo report' makes it again", e);
    }
  }

  /** Returns when the last page is written. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The page about the sweep is still being made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
