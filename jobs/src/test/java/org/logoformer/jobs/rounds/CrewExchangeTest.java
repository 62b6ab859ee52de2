package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.Reduction;
import org.nd4j.linalg.api.buffer.DataType;

/** Three workers of a crew in one application, with more slices than one each. */
class CrewExchangeTest {
  private static final int WORKERS = 3;

  /** Odd, so that slices are of different lengths. */
  private static final int VALUES = 400_001;

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("test");
    spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void allComeToTheMeanOfAllAndNobodySendsMoreThanTwoStates() {
    List<WorkerResult> results = IntStream.range(0, WORKERS).mapToObj(i -> result(i)).toList();
    FlatVector expected =
        Reduction.mean(
            results.stream().map(r -> new Contribution(r.report().examples(), r.state())).toList());
    for (CrewExchange.Exchanged exchanged : exchange(results)) {
      assertThat(exchanged.means().slices()).hasSizeGreaterThan(WORKERS);
      assertThat(exchanged.means().mean()).isEqualTo(expected);
      assertThat(exchanged.means().pooled().length()).isEqualTo(4);
      assertThat(exchanged.means().reports())
          .extracting(WorkerReport::worker)
          .containsExactly(0, 1, 2);
      double states = (double) exchanged.sent() / WORKERS / expected.size();
      assertThat(states).isBetween(4.0 / 3, 1.02 * 4 / 3);
    }
  }

  @Test
  void aWorkerWithoutAnExampleHasTheMeanOfTheOthers() {
    FlatVector nothing = FlatVector.copyOf(null);
    WorkerResult idle = new WorkerResult(report(1, 0), nothing, nothing);
    List<WorkerResult> results = List.of(result(0), idle, idle.reporting(report(2, 0)));
    assertThat(exchange(results))
        .allSatisfy(e -> assertThat(e.means().mean()).isEqualTo(results.get(0).state()));
  }

  private static List<CrewExchange.Exchanged> exchange(List<WorkerResult> results) {
    List<CrewExchange> crew = new ArrayList<>();
    try {
      for (int i = 0; i < WORKERS; i++) {
        crew.add(new CrewExchange("crew", i, WORKERS));
      }
      List<CrewAddress> addresses = crew.stream().map(CrewExchange::address).toList();
      crew.forEach(worker -> worker.connect(addresses));
      CrewExchange.Turn turn =
          new CrewExchange.Turn(0, VALUES * 4L, Duration.ofSeconds(30), () -> false);
      List<CompletableFuture<CrewExchange.Exchanged>> running =
          crew.stream()
              .map(
                  worker ->
                      CompletableFuture.supplyAsync(
                          () -> worker.run(turn, results.get(worker.worker())),
                          task -> new Thread(task, "worker").start()))
              .toList();
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      crew.forEach(CrewExchange::close);
    }
  }

  private static WorkerResult result(int worker) {
    Random random = new Random(worker);
    double[] values = random.doubles(VALUES, -1, 1).toArray();
    FlatVector state = FlatVector.fill(DataType.FLOAT, values);
    return new WorkerResult(report(worker, worker + 2L), state, state.slice(0, 4));
  }

  private static WorkerReport report(int worker, long examples) {
    return new WorkerReport(worker, examples, 1, WorkerTimes.ZERO, "host", 1, List.of(), null);
  }
}
