package org.logoformer.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("alone")
class ClipsBarTest {
  @Test
  void countsWhatTasksTellWhileTheyRun() throws InterruptedException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("clips")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.heartbeatInterval", "100ms");
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        ClipsBar bar = ClipsBar.of(spark, "test", 40)) {
      LongAccumulator counter = bar.counter();
      List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
      long[] amid = {0};
      Thread look =
          new Thread(
              () -> {
                for (int i = 0; i < 200 && (amid[0] == 0 || amid[0] == 40); i++) {
                  sleep(20);
                  amid[0] = bar.done();
                }
              });
      look.start();
      spark
          .parallelize(numbers, 2)
          .foreach(
              i -> {
                sleep(80);
                counter.add(1);
              });
      look.join();
      assertThat(amid[0]).as("seen before the tasks had ended").isBetween(1L, 39L);
      for (int i = 0; i < 200 && bar.done() < 40; i++) {
        sleep(10);
      }
      assertThat(bar.done()).isEqualTo(40);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
