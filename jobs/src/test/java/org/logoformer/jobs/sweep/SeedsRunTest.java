package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Executor;
import org.logoformer.jobs.training.SmallTraining;

final class SeedsRunTest {
  @TempDir Path folder;
  private final StringWriter told = new StringWriter();

  @Test
  void eachSeedIsARunLikeAnyOtherAndTheirMeanHasAnInterval() throws IOException {
    SmallTraining.shards(folder);
    CommandLineRun seeds = logo("train", "both", "run.seeds=[1,2]");
    assertThat(seeds.exitCode()).as(seeds.error()).isZero();
    assertThat(seeds.out().lines().filter(l -> l.startsWith("train uar=")))
        .singleElement()
        .asString()
        .contains(" seeds=2 ", " uar-interval=", " war-interval=");
    assertThat(seeds.out()).contains("train protocol=last uar=", "protocol=best-on-test uar=");
    CommandLineRun alone = logo("train", "alone", "run.seed=2");
    assertThat(alone.exitCode()).as(alone.error()).isZero();
    String parameters = "fold-0/ckpt/epoch-001-round-0002/params.safetensors";
    assertThat(Files.readAllBytes(folder.resolve("runs/both/seed-2").resolve(parameters)))
        .isEqualTo(Files.readAllBytes(folder.resolve("runs/alone").resolve(parameters)));

    CommandLineRun again = logo("train", "both", "run.seeds=[1,2,3]");
    assertThat(again.out())
        .contains("seed-1 finished ", "seed-3  epoch 1/1")
        .doesNotContain("seed-1  epoch", "seed-2  epoch");

    CommandLineRun page = logo("report", "both", "--out", folder.resolve("both.html").toString());
    assertThat(page.exitCode()).as(page.error()).isZero();
    assertThat(Files.readString(folder.resolve("both.html"))).contains("Seeds", "both/seed-3");
    CommandLineRun evaluated = logo("evaluate", "both", "run.seeds=[1,2,3]");
    assertThat(evaluated.exitCode()).isEqualTo(2);
    assertThat(evaluated.error()).contains("run.name=seed-1");
    CommandLineRun pairs = logo("compare", "x", "both/seed-1", "alone");
    assertThat(pairs.exitCode()).as(pairs.error()).isNotEqualTo(1);
  }

  @Test
  void theIntervalIsStudentsOverTheSeeds() throws IOException {
    train(new FakeTrainings(SeedsRunTest::uar), "run.seeds=[1,2,4]");
    SeedMetrics metrics = metrics();
    assertThat(metrics.seeds()).extracting(SeedMetrics.Seed::run).contains("seed-1", "seed-4");
    assertThat(metrics.uar().spread().mean()).isCloseTo(0.7 / 3, within(1e-12));
    // t of 2 degrees of freedom: 4.30265; deviation 0.152753.
    assertThat(metrics.uar().interval().high())
        .isCloseTo(0.7 / 3 + 4.3026527 * 0.15275252 / Math.sqrt(3), within(1e-6));
    assertThat(told.toString()).contains("seeds=3").contains("seed-2 finished uar=0.2000");
  }

  @Test
  void aDriverThatDiesCostsNoSeedThatIsFinished() throws IOException {
    FakeTrainings dying = new FakeTrainings(SeedsRunTest::uar);
    dying.dieAfter(2);
    assertThatThrownBy(() -> train(dying, "run.seeds=[1,2,3]", "sweep.parallel=1"))
        .isInstanceOf(FakeTrainings.Death.class);
    FakeTrainings next = new FakeTrainings(SeedsRunTest::uar);
    train(next, "run.seeds=[1,2,3]");
    assertThat(next.trained()).containsExactly("seed-3 to 100");
    assertThat(metrics().seeds()).hasSize(3);
    assertThat(folder.resolve("r/sweep.jsonl")).doesNotExist();
  }

  @Test
  void aSeedThatDivergesDoesNotCountAndIsTold() throws IOException {
    FakeTrainings diverging =
        new FakeTrainings(
            config -> {
              if (config.run().seed() == 2) {
                throw new DivergedException("loss is NaN");
              }
              return uar(config);
            });
    assertThatThrownBy(() -> train(diverging, "run.seeds=[1,2,3]"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("seed-2");
    assertThat(metrics().seeds()).extracting(SeedMetrics.Seed::seed).containsExactly(1L, 3L);
  }

  @Test
  void seedsDoNotGoIntoTheFolderOfARunAndDoNotRepeat() throws IOException {
    Files.createDirectories(folder.resolve("r/fold-0"));
    assertThatThrownBy(() -> train(new FakeTrainings(SeedsRunTest::uar), "run.seeds=[1,2]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds a run of one seed");
    assertThatThrownBy(() -> LogoConfig.of("run.seeds=[3,3]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must not repeat");
  }

  @Test
  void settingsOfSeveralSeedsAreComparedByTheirMeans() {
    train(new FakeTrainings(SeedsRunTest::uar), "run.seeds=[1,2,3]");
    train(new FakeTrainings(c -> 0.5 + uar(c)), "run.name=s", "run.seeds=[1,2,4]");
    CommandLineRun compared = CommandLineRun.logo("compare", "s", "r", "run.dir=" + folder);
    assertThat(compared.exitCode()).as(compared.error()).isZero();
    // Welch: 0.5333 +- 3.4793 * 0.10541, the latter of 0.023333 / 3 + 0.01 / 3.
    assertThat(compared.out())
        .contains("compare seeds=3,3 uar=0.7333,0.2000", "difference=+0.5333", "interval=+0.");
    CommandLineRun one = CommandLineRun.logo("compare", "s", "r/seed-1", "run.dir=" + folder);
    assertThat(one.error()).contains("name one of them, such as s/seed-1");
  }

  @Test
  void settingsOfSeveralSeedsAreComparedClassByClass() throws IOException {
    train(new FakeTrainings(SeedsRunTest::uar), "run.seeds=[1,2,3]");
    train(new FakeTrainings(SeedsRunTest::uar), "run.name=s", "run.seeds=[1,2,4]");
    for (String run : List.of("r/seed-1", "r/seed-2", "r/seed-3")) {
      tested(run, Integer.parseInt(run.substring(7)));
      tested(run.replace("r/", "s/").replace('3', '4'), 4);
    }
    CommandLineRun compared = CommandLineRun.logo("compare", "s", "r", "run.dir=" + folder);
    // 0.4 of each seed minus 0.1, 0.2, 0.3: Student's t of two degrees of freedom, 4.303 * 0.0577.
    assertThat(compared.out())
        .containsPattern("(?m)^Happy +40.00 +20.00 +\\+20.00 \\[-4.84, \\+44.84\\]$")
        .containsPattern("(?m)^Fear +- +- -$");
    Path page = folder.resolve("c.html");
    String dir = "run.dir=" + folder;
    CommandLineRun report =
        CommandLineRun.logo("report", "compare", "r", "s", dir, "--out", page.toString());
    assertThat(report.exitCode()).as(report.error()).isZero();
    assertThat(Files.readAllLines(folder.resolve("c_files/differences-seeds.csv")))
        .startsWith("Points,s,95 % of s")
        .anyMatch(row -> row.startsWith("UAR,3.33"))
        .anyMatch(row -> row.matches("Recall of Happy,(20|19\\.9+|20\\.0+\\d*),-4.84 to 44.84"))
        .contains("Recall of Fear,,–");
    assertThat(page).content().contains("each setting minus r, with 95 % intervals");
  }

  /** Of ten clips, which are all happy, some are predicted right. */
  private void tested(String run, int right) throws IOException {
    Files.createDirectories(folder.resolve(run + "/fold-0"));
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add(new Prediction("c" + i, "", 0, i < right ? 0 : 1, List.of()));
    }
    new FoldMetrics(Map.of(), Evaluation.of(rows, ClassMap.EMOTIONS.names()))
        .write(
            new Configuration(),
            new org.apache.hadoop.fs.Path(folder.resolve(run + "/fold-0/metrics.json").toUri()));
  }

  private static double uar(LogoConfig config) {
    return config.run().seed() / 10.0;
  }

  private SeedMetrics metrics() throws IOException {
    org.apache.hadoop.fs.Path run = new org.apache.hadoop.fs.Path(folder.resolve("r").toUri());
    Configuration hadoop = new Configuration();
    return SeedMetrics.read(run.getFileSystem(hadoop), new RunFolder(run).seeds()).orElseThrow();
  }

  private void train(FakeTrainings trainings, String... settings) {
    List<String> all = new ArrayList<>(List.of("run.dir=" + folder, "run.name=r"));
    all.addAll(Arrays.asList(settings));
    LogoConfig config = LogoConfig.of(all.toArray(String[]::new));
    PrintWriter out = new PrintWriter(told);
    SeedsRun.train(
        new Configuration(),
        config,
        out,
        new SideBySide.Resources(
            trainings,
            new Seating(() -> List.of(new Executor("", 2))),
            config.sweep().most().orElse(Integer.MAX_VALUE),
            Duration.ZERO,
            System.nanoTime() + Duration.ofHours(1).toNanos(),
            out));
  }

  private CommandLineRun logo(String command, String name, String... more) {
    List<String> all =
        new ArrayList<>(
            SmallTraining.config(
                    "run.name=" + name,
                    "run.dir=" + folder.resolve("runs"),
                    "data.shards=" + folder.resolve("shards"),
                    "spark.master=local[2]",
                    "train.workers=1",
                    "spark.conf.\"spark.ui.enabled\"=false")
                .arguments());
    all.add(0, command);
    all.addAll(Arrays.asList(more));
    return CommandLineRun.logo(all.toArray(String[]::new));
  }
}
