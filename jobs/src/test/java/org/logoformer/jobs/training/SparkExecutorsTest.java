package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Executor;

class SparkExecutorsTest {
  @Test
  void anExecutorWithAGpuIsOneSlotHoweverManyCoresAreBesideIt() {
    // Known to Spark, though a local master gives none out.
    SparkConf gpu = new SparkConf().set("spark.executor.resource.gpu.amount", "1");
    try (JavaSparkContext spark = SmallTraining.local(gpu)) {
      SparkExecutors executors = new SparkExecutors(spark);
      assertThat(executors.now()).containsExactly(new Executor("", 1));
      Seating seating = new Seating(executors::now);
      assertThat(seating.take(1, 1, 1)).isPresent();
      assertThat(seating.take(2, 1, 1)).as("on the same GPU").isEmpty();
    }
    try (JavaSparkContext spark = SmallTraining.local(new SparkConf())) {
      assertThat(new SparkExecutors(spark).now()).containsExactly(new Executor("", 2));
    }
  }
}
