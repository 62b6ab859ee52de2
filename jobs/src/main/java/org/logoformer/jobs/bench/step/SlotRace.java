package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Workload;

/**
 * One slot on all threads against two slots side by side on half of them each: which feeds more
 * clips through.
 *
 * @param one clips a second of the single slot
 * @param two clips a second of both slots together
 */
record SlotRace(double one, double two) {

  /** Steps of {@code config}, each slot with a model and a batch of its own. */
  static SlotRace run(LogoConfig config, Workload workload, Blocks blocks) {
    LogoConfig half = config.with("train.threads=" + config.train().threads() / 2);
    try (Slot whole = new Slot(config, workload);
        Slot left = new Slot(half, workload);
        Slot right = new Slot(half, workload)) {
      Map<String, Runnable> things = new LinkedHashMap<>();
      things.put("one", () -> step(List.of(whole)));
      things.put("two", () -> step(List.of(left, right)));
      Map<String, Double> seconds = blocks.time(things);
      int clips = workload.clips();
      return new SlotRace(clips / seconds.get("one"), 2 * clips / seconds.get("two"));
    }
  }

  private static void step(List<Slot> slots) {
    List<CompletableFuture<?>> running = new ArrayList<>();
    slots.forEach(slot -> running.add(slot.submit(BenchNetwork::step)));
    running.forEach(CompletableFuture::join);
  }

  /** A thread with a network, which is bound to it. */
  private static final class Slot implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final BenchNetwork network;

    Slot(LogoConfig config, Workload workload) {
      network =
          CompletableFuture.supplyAsync(() -> new BenchNetwork(config, workload), thread).join();
    }

    CompletableFuture<?> submit(Consumer<BenchNetwork> work) {
      return CompletableFuture.runAsync(() -> work.accept(network), thread);
    }

    @Override
    public void close() {
      submit(BenchNetwork::close).join();
      thread.shutdown();
    }
  }
}
