package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class CrewJobTest {
  @Test
  void workersThatCannotAllStartAreNotWaitedForForEver() throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("test");
    try (JavaSparkContext spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"))) {
      JavaFutureAction<Void> other =
          spark.parallelize(List.of(1), 1).foreachAsync(i -> Thread.sleep(60_000));
      Round round = new Round(0, 0, 1, List.of(share(0), share(1)));
      CrewJob job =
          new CrewJob(
              spark,
              new WorkerJob("test", null, null, null, null),
              rounds -> spark.parallelize(Collections.nCopies(2, new byte[0]), 2),
              Averaging.PLAIN);
      FlatVector vector = FlatVector.of(1, 2);
      TrainingState start = new TrainingState(vector, vector, Position.START);
      CrewProgress progress =
          new CrewProgress(List.of(round), start, new Exactness(Exact.STRICT, Map.of()), r -> {});
      assertThatThrownBy(() -> job.run(List.of(round), start, progress, Duration.ofMillis(500)))
          .isInstanceOf(CrewJob.Stopped.class)
          .hasMessageContaining("Not all workers began");
      assertThat(progress.rounds()).isZero();
      other.cancel(true);
    }
  }

  private static Share share(int worker) {
    return new Share(worker, 0, List.of());
  }
}
