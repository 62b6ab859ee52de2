package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.slots.Seating.Seat;

class SeatsTest {
  private static final Seat ROOM = new Seat(List.of(), 2);

  @Test
  void aTaskPrefersItsSeatAsLongAsThatExecutorLives() {
    try (JavaSparkContext spark = local()) {
      String alive = Seats.place(spark.sc().statusStore().executorList(true).apply(0));
      Seat seat = new Seat(List.of(alive, "executor_nowhere_7"), 1);
      JavaRDD<String> shares = Seats.on(spark, seat, "a", () -> shares(spark));
      assertThat(spark.sc().getPreferredLocs(shares.rdd(), 0).mkString()).isEqualTo(alive);
      assertThat(spark.sc().getPreferredLocs(shares.rdd(), 1).isEmpty()).isTrue();
      assertThat(shares.collect()).containsExactly("of 0", "of 1");
    }
  }

  @Test
  void seatsAreThoseOfTheWorkAlone() {
    try (JavaSparkContext spark = local()) {
      String alive = Seats.place(spark.sc().statusStore().executorList(true).apply(0));
      Seats.on(spark, new Seat(List.of(alive), 1), "a", () -> shares(spark));
      assertThat(spark.sc().getPreferredLocs(shares(spark).rdd(), 0).isEmpty()).isTrue();
      assertThat(spark.getLocalProperty("spark.scheduler.pool")).isNull();
    }
  }

  @Test
  void eachWorkHasAFairPoolAndAGroupOfItsOwn() throws Exception {
    try (JavaSparkContext spark =
        new JavaSparkContext(conf().setMaster("local[2]").set("spark.scheduler.mode", "FAIR"))) {
      Map<String, String> pools = new ConcurrentHashMap<>();
      spark.sc().addSparkListener(new PoolsOfStages(pools));
      List<String> trials = List.of("trial-001", "trial-002");
      CountDownLatch both = new CountDownLatch(trials.size());
      List<Thread> threads =
          trials.stream()
              .map(name -> new Thread(() -> Seats.on(spark, ROOM, name, () -> count(spark, both))))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(spark.sc().getSchedulingMode().toString()).isEqualTo("FAIR");
      for (String name : trials) {
        assertThat(spark.sc().getPoolForName(name).isDefined()).as(name).isTrue();
      }
      spark.sc().listenerBus().waitUntilEmpty(10_000);
      assertThat(pools)
          .containsOnly(entry("trial-001", "trial-001"), entry("trial-002", "trial-002"));
    }
  }

  private static long count(JavaSparkContext spark, CountDownLatch both) {
    both.countDown();
    try {
      both.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return shares(spark).count();
  }

  /** By group of jobs. */
  private static final class PoolsOfStages extends SparkListener {
    private final Map<String, String> pools;

    PoolsOfStages(Map<String, String> pools) {
      this.pools = pools;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      pools.put(
          stage.properties().getProperty("spark.jobGroup.id"),
          stage.properties().getProperty("spark.scheduler.pool"));
    }
  }

  private static JavaRDD<String> shares(JavaSparkContext spark) {
    return Seats.parallelize(spark, List.of("of 0", "of 1"), 2);
  }

  private static JavaSparkContext local() {
    return new JavaSparkContext(conf().setMaster("local[1]"));
  }

  private static SparkConf conf() {
    return new SparkConf().setAppName("test").set("spark.ui.enabled", "false");
  }
}
