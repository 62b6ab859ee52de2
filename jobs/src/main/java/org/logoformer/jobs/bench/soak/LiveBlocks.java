package org.logoformer.jobs.bench.soak;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.BlockStatus;
import org.logoformer.error.ClusterException;
import scala.Function1;
import scala.collection.JavaConverters;

/**
 * What the block managers of all processes of the running application hold for longer than a task.
 *
 * @param blocks broadcasts and cached partitions, a block once for each process that has it
 * @param shuffles whose outputs the driver knows
 */
public record LiveBlocks(List<Held> blocks, int shuffles) {
  private static final int MOST_LOOKS = 40;
  private static final int PAUSE_MILLIS = 50;

  /**
   * A block in a process.
   *
   * @param bytes in memory and on disk
   */
  public record Held(String name, String executor, long bytes) {
    boolean isBroadcast() {
      return name.startsWith("broadcast_");
    }

    boolean inDriver() {
      return executor.equals("driver");
    }
  }

  /** Where a block is held. */
  public enum Place {
    DRIVER,
    EXECUTORS;

    private boolean has(Held block) {
      return block.inDriver() == (this == DRIVER);
    }
  }

  /** Every process is asked, for not all blocks are reported to the driver. */
  public static LiveBlocks now() {
    SparkEnv spark = SparkEnv.get();
    BlockManagerMaster master = spark.blockManager().master();
    // Sent to all processes.
    Function1<BlockId, Object> lasting =
        (Function1<BlockId, Object> & Serializable) id -> id.isBroadcast() || id.isRDD();
    List<Held> held = new ArrayList<>();
    for (BlockId id :
        new HashSet<>(JavaConverters.seqAsJavaList(master.getMatchingBlockIds(lasting, true)))) {
      Map<BlockManagerId, BlockStatus> statuses =
          JavaConverters.mapAsJavaMap(master.getBlockStatus(id, true));
      statuses.forEach(
          (process, status) ->
              held.add(
                  new Held(id.name(), process.executorId(), status.memSize() + status.diskSize())));
    }
    int shuffles = ((MapOutputTrackerMaster) spark.mapOutputTracker()).shuffleStatuses().size();
    return new LiveBlocks(held, shuffles);
  }

  /** What stays: Spark removes blocks a little after it was told to. */
  public static LiveBlocks settled() {
    LiveBlocks before = now();
    for (int i = 0; i < MOST_LOOKS; i++) {
      pause();
      LiveBlocks after = now();
      if (after.blocks().size() >= before.blocks().size()
          && after.shuffles() >= before.shuffles()) {
        return after;
      }
      before = after;
    }
    return before;
  }

  /** Blocks of broadcasts. */
  public int broadcasts(Place place) {
    return broadcasts(place, 0);
  }

  /** Blocks of broadcasts of at least {@code bytes}: Spark's own are small. */
  public int broadcasts(Place place, long bytes) {
    return count(b -> b.isBroadcast() && place.has(b) && b.bytes() >= bytes);
  }

  /** Blocks of cached RDDs, wherever they are. */
  public int cached() {
    return count(b -> !b.isBroadcast());
  }

  private int count(Predicate<Held> kind) {
    return Math.toIntExact(blocks.stream().filter(kind).count());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while Spark was removing blocks", e);
    }
  }
}
