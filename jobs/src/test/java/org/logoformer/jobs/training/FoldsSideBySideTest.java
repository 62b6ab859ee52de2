package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyRuns;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;

class FoldsSideBySideTest {
  private static final List<Fold> FOLDS = List.of(fold(1), fold(2), fold(3));

  @TempDir Path folder;

  @Test
  void eachFoldHasTheBitsThatItHasAlone() throws IOException {
    TinyShards.write(folder.resolve("shards"), 4, TinyShards.Tags.FOLDS);
    for (String parallel : List.of("auto", "2")) {
      CommandLineRun run =
          new TinyRuns(folder)
              .train(
                  "by-" + parallel,
                  "data.folds=[1,2]",
                  "train.workers=1",
                  "train.epochs=2",
                  "train.bn-recalibrate=4",
                  "sweep.parallel=" + parallel);
      assertThat(run.exitCode()).as(run.error()).isZero();
      assertThat(run.out()).contains("fold 1  epoch 2/2", "fold 2  epoch 2/2", " folds=2 ");
    }
    for (String file :
        List.of(
            "fold-1/ckpt/epoch-002-round-0002/params.safetensors",
            "fold-2/ckpt/epoch-002-round-0002/params.safetensors",
            "fold-1/metrics.json",
            "fold-2/metrics.json",
            "metrics.json")) {
      assertThat(folder.resolve("runs/by-2/" + file))
          .hasSameBinaryContentAs(folder.resolve("runs/by-auto/" + file));
    }
    assertThat(Files.readString(folder.resolve("runs/by-2/provenance.json")))
        .doesNotContain("was ");
  }

  @Test
  void twoTrainAtATimeWhereThereAreTwoSlots() {
    CountDownLatch both = new CountDownLatch(2);
    List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
    train(
        fold -> {
          begun.add(fold.number());
          both.countDown();
          return await(both) ? null : fail("the other fold waits");
        });
    assertThat(begun.subList(0, 2)).containsExactlyInAnyOrder(1, 2);
    assertThat(begun).containsExactlyInAnyOrder(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sweep.parallel=1", "sweep.parallel=auto", "train.workers=2", "train.workers=3"})
  void oneTrainsAtATimeWhereNoMoreMay(String setting) {
    List<Integer> order = new ArrayList<>();
    train(
        fold -> {
          order.add(fold.number());
          order.add(fold.number());
          return null;
        },
        setting);
    assertThat(order).containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void theFirstThatFailsEndsTheOthers() {
    CountDownLatch working = new CountDownLatch(1);
    List<Throwable> ends = Collections.synchronizedList(new ArrayList<>());
    try (JavaSparkContext spark = SmallTraining.local(new SparkConf())) {
      FoldsSideBySide folds =
          new FoldsSideBySide(
              spark,
              LogoConfig.of("model.preset=tiny", "train.workers=1", "sweep.parallel=3"),
              fold -> {
                if (fold.number() == 1) {
                  await(working);
                  throw new DivergedException("of a test");
                }
                ends.add(failureOfEndlessJob(spark, working));
                throw new IllegalStateException("is not told");
              });
      assertThatThrownBy(() -> folds.train(FOLDS))
          .isInstanceOf(DivergedException.class)
          .hasMessage("of a test");
    }
    assertThat(ends).singleElement().isInstanceOf(SparkException.class);
  }

  @Test
  void aCheckedExceptionOfSparkIsTold() {
    assertThatThrownBy(
            () ->
                train(
                    fold -> {
                      throw undeclared(new SparkException("of a test"));
                    }))
        .isInstanceOf(ClusterException.class)
        .hasMessageMatching("Fold [12] failed: of a test\\. Its last checkpoint is intact.*");
  }

  @Test
  void anApplicationThatEndsIsNotTheFailure() {
    CountDownLatch both = new CountDownLatch(2);
    JavaSparkContext spark = SmallTraining.local(new SparkConf());
    FoldsSideBySide folds =
        new FoldsSideBySide(
            spark,
            LogoConfig.of("model.preset=tiny", "train.workers=1", "sweep.parallel=2"),
            fold -> {
              both.countDown();
              await(both);
              if (fold.number() == 1) {
                spark.stop();
                throw new ClusterException("the application ended", null);
              }
              return null;
            });
    assertThatThrownBy(() -> folds.train(FOLDS)).hasMessage("the application ended");
  }

  private static Throwable failureOfEndlessJob(JavaSparkContext spark, CountDownLatch working) {
    working.countDown();
    try {
      spark
          .parallelize(List.of(1), 1)
          .foreach(
              i -> {
                while (!org.apache.spark.TaskContext.get().isInterrupted()) {
                  Thread.onSpinWait();
                }
              });
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  private static void train(Function<Fold, FoldMetrics> training, String... settings) {
    List<String> all =
        new ArrayList<>(List.of("model.preset=tiny", "train.workers=1", "sweep.parallel=3"));
    all.addAll(List.of(settings));
    try (JavaSparkContext spark = SmallTraining.local(new SparkConf())) {
      LogoConfig config = LogoConfig.of(all.toArray(String[]::new));
      assertThat(new FoldsSideBySide(spark, config, training).train(FOLDS)).hasSize(3);
    }
  }

  /** Throws anything, as Scala does. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FoldMetrics fail(String why) {
    throw new AssertionError(why);
  }

  private static Fold fold(int number) {
    return new Fold(number, List.of(), List.of(), List.of());
  }
}
