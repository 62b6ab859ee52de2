package org.logoformer.jobs.bench.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.ChildExecutors;
import org.logoformer.jobs.bench.measure.Footprint;
import org.logoformer.jobs.bench.soak.LiveBlocks.Place;
import org.logoformer.jobs.bench.soak.SoakPage.Panel;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;

/** Looks after every round at what driver and executors hold. */
final class SoakSamples implements TrainingListener {
  private static final double MEGABYTE = 1e6;
  private static final String RESIDENT = "Resident memory, MB";
  private static final String DRIVER = "Driver after a collection, MB";
  private static final String BROADCASTS = "Broadcast blocks, Spark's own included";
  private static final String LEFT = "Left over after a round";

  private final Limit memory;
  private final int executors;
  private final Map<String, Map<String, Series>> panels = new LinkedHashMap<>();

  /**
   * @param tolerance share by which memory may grow in the last half
   * @param executors that must be there at every round
   */
  SoakSamples(double tolerance, int executors) {
    this.memory = Limit.share(tolerance);
    this.executors = executors;
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  /** Blocks first: what is there must not take a garbage collection to go away. */
  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    blocks(LiveBlocks.settled(), result.bytes().broadcast());
    System.gc();
    processes();
  }

  private void blocks(LiveBlocks blocks, long state) {
    add(BROADCASTS, "driver", Limit.CONSTANT, blocks.broadcasts(Place.DRIVER));
    add(BROADCASTS, "executors", Limit.CONSTANT, blocks.broadcasts(Place.EXECUTORS));
    int states = blocks.broadcasts(Place.DRIVER, state) + blocks.broadcasts(Place.EXECUTORS, state);
    add(LEFT, "broadcast states", Limit.NOTHING, states);
    add(LEFT, "cached partitions", Limit.NOTHING, blocks.cached());
    add(LEFT, "shuffles", Limit.NOTHING, blocks.shuffles());
  }

  private void processes() {
    Runtime runtime = Runtime.getRuntime();
    add(DRIVER, "heap", memory, (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
    add(DRIVER, "native, by JavaCPP", memory, Pointer.totalBytes() / MEGABYTE);
    add(RESIDENT, "driver", memory, Footprint.resident() / MEGABYTE);
    Map<String, ProcessHandle> running = ChildExecutors.running();
    if (running.size() != executors) {
      throw new ClusterException(
          "%d executor processes are running, not %d: an executor has ended, see work/*/*/stderr"
              .formatted(running.size(), executors));
    }
    running.forEach(
        (id, process) ->
            add(RESIDENT, "executor " + id, memory, Footprint.resident(process) / MEGABYTE));
  }

  private void add(String panel, String name, Limit limit, double value) {
    panels
        .computeIfAbsent(panel, p -> new LinkedHashMap<>())
        .computeIfAbsent(name, n -> new Series(name, limit, new ArrayList<>()))
        .samples()
        .add(value);
  }

  /** All series so far. */
  List<Panel> panels() {
    return panels.entrySet().stream()
        .map(panel -> new Panel(panel.getKey(), List.copyOf(panel.getValue().values())))
        .toList();
  }
}
