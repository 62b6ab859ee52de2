package org.logoformer.jobs.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.bench.soak.LiveBlocks.Place;

class LiveBlocksTest {
  private static final int BYTES = 100_000;

  @Test
  void broadcastsCachedPartitionsAndShufflesAreSeenUntilTheyGo() {
    try (JavaSparkContext spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.broadcast.compress", "false")
                .set("spark.ui.enabled", "false"))) {
      assertThat(LiveBlocks.now().blocks()).isEmpty();

      Broadcast<byte[]> sent = spark.broadcast(new byte[BYTES]);
      JavaRDD<Integer> cached = spark.parallelize(List.of(1, 2, 3), 3).cache();
      cached.keyBy(i -> i).repartition(2).count();
      LiveBlocks held = LiveBlocks.settled();

      // The value and its one piece.
      assertThat(held.broadcasts(Place.DRIVER, BYTES)).isEqualTo(2);
      assertThat(held.broadcasts(Place.EXECUTORS)).isZero();
      assertThat(held.cached()).isEqualTo(3);
      assertThat(held.shuffles()).isEqualTo(1);

      sent.destroy();
      cached.unpersist();
      LiveBlocks left = LiveBlocks.settled();

      assertThat(left.broadcasts(Place.DRIVER, BYTES)).isZero();
      assertThat(left.cached()).isZero();
    }
  }
}
