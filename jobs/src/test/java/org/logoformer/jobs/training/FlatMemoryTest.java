package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.bench.soak.LiveBlocks;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;

/** Driver and executor in one process, looked at between rounds. */
class FlatMemoryTest {
  private static final int ROUNDS = 48;
  private static final int EVERY = 16;
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  /**
   * What a process holds.
   *
   * @param broadcasts blocks as large as a state or larger; the small ones are Spark's own
   * @param cached partitions of RDDs
   * @param shuffles whose map outputs the driver knows
   * @param files of shuffles on the disk
   * @param heap bytes in use after a collection
   * @param pointers bytes behind JavaCPP's pointers
   * @param resident bytes of memory
   */
  private record Held(
      long broadcasts,
      long cached,
      int shuffles,
      int files,
      long heap,
      long pointers,
      long resident) {
    @Override
    public String toString() {
      return "%d large broadcast blocks, %d cached partitions, %d shuffles, %d shuffle files, heap %d MB, JavaCPP %d MB, resident %d MB"
          .formatted(
              broadcasts, cached, shuffles, files, heap / MIB, pointers / MIB, resident / MIB);
    }
  }

  @Test
  void nothingGrowsFromRoundToRound() {
    LogoConfig config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder), "train.batch=2", "train.epochs=6");
    SparkConf conf = new SparkConf().set("spark.local.dir", folder.resolve("local").toString());
    List<Held> held = new ArrayList<>();
    try (JavaSparkContext spark = SmallTraining.local(conf)) {
      SmallTraining.train(
          spark,
          config,
          new TrainingListener() {
            private int rounds;

            @Override
            public void roundDone(EpochPlan plan, RoundResult result) {
              if (++rounds % EVERY == 0) {
                held.add(settled(result.bytes().broadcast()));
              }
            }
          });
    }
    assertThat(held).hasSize(ROUNDS / EVERY);
    Held first = held.get(0);
    Held last = held.get(held.size() - 1);
    assertThat(last.broadcasts()).isEqualTo(first.broadcasts());
    assertThat(last.cached()).isEqualTo(first.cached());
    assertThat(last.shuffles()).isZero();
    assertThat(last.files()).isZero();
    // What grows from round to round grows each time; other tests of this process leave garbage
    // once.
    assertThat(leastGrowth(held)).as("heap").isLessThan(4 * MIB);
    assertThat(last.pointers() - first.pointers()).as("JavaCPP").isLessThan(8 * MIB);
    assertThat(last.resident() - first.resident()).as("resident").isLessThan(128 * MIB);
    new Evidence(
            9,
            "memory over rounds, in one process",
            "%d rounds instead of %d".formatted(ROUNDS, EVERY),
            first.toString(),
            last.toString())
        .held();
  }

  private static long leastGrowth(List<Held> held) {
    return IntStream.range(1, held.size())
        .mapToLong(i -> held.get(i).heap() - held.get(i - 1).heap())
        .min()
        .orElseThrow();
  }

  /** Spark drops what was freed a little later; it must not take a garbage collection. */
  private Held settled(long state) {
    Held before;
    Held now = look(state);
    do {
      before = now;
      pause();
      now = look(state);
    } while (now.broadcasts() + now.files() < before.broadcasts() + before.files());
    System.gc();
    Held collected = look(state);
    return new Held(
        now.broadcasts(),
        now.cached(),
        now.shuffles(),
        now.files(),
        collected.heap(),
        collected.pointers(),
        collected.resident());
  }

  private Held look(long state) {
    LiveBlocks blocks = LiveBlocks.now();
    Runtime runtime = Runtime.getRuntime();
    return new Held(
        blocks.broadcasts(LiveBlocks.Place.DRIVER, state),
        blocks.cached(),
        blocks.shuffles(),
        shuffleFiles(),
        runtime.totalMemory() - runtime.freeMemory(),
        Pointer.totalBytes(),
        Pointer.physicalBytes());
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int shuffleFiles() {
    try (Stream<Path> files = Files.walk(folder.resolve("local"))) {
      return Math.toIntExact(
          files.filter(f -> f.getFileName().toString().startsWith("shuffle_")).count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
