package org.logoformer.jobs.sweep;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
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
 * sweep.json}, on a thread of its own, so that no trial waits for its pictures. After each page
 * that thread rests {@value #REST} times as long as the page took, so that drawing takes a few
 * percent of a core: where trials end faster, a page tells of several.
 */
final class LivePage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final int REST = 20;

  private final Configuration hadoop;
  private final RunFolder sweep;
  private final Runnable guard;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
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
    long began = System.nanoTime();
    try {
      guard.run();
      SweepPage.write(hadoop, sweep, sweep.sweepPage());
    } catch (IOException | RuntimeException e) {
      LOG.warn("No page about the sweep: 'logo report' makes it again", e);
    }
    rest(REST * (System.nanoTime() - began));
  }

  /** Ends early when the sweep does. */
  private void rest(long nanos) {
    try {
      boolean unused = closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the last page is written. */
  @Override
  public void close() {
    thread.shutdown();
    closed.countDown();
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The page about the sweep is still being made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
