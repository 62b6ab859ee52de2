package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.slots.Seating.Seat;

class SeatsTest {
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

  private static JavaRDD<String> shares(JavaSparkContext spark) {
    return Seats.parallelize(spark, List.of("of 0", "of 1"), 2);
  }

  private static JavaSparkContext local() {
    return new JavaSparkContext(
        new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false"));
  }
}
