package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.BenchCommand;
import org.logoformer.jobs.training.SmallTraining;

class QualityBenchTest {
  @TempDir static Path folder;
  private static String shards;

  @BeforeAll
  static void writeShards() {
    shards = SmallTraining.shards(folder);
  }

  @Test
  void comparesAndRecommendsAndDoesNotTrainAgain() throws IOException {
    Path page = folder.resolve("quality.md");
    CommandLineRun first = bench("resumed", "--seeds", "2", "--out", page.toString());
    assertThat(first.error()).isEmpty();
    assertThat(first.out())
        .contains("trainings=16 finished=0", "16/16 H=")
        .containsPattern("(?m)^2 +nesterov +reset +recalibrated +0\\.\\d+ \\+- ")
        .containsPattern("(?m)^recommend train.averaging-frequency = [12]: UAR")
        .contains("recommend train.bn-recalibrate = ");
    assertThat(page).content().contains("| H ", "- train.momentum = ", "train.workers=2");
    List<String> trained = Files.readAllLines(ledger("resumed"));

    CommandLineRun second = bench("resumed", "--seeds", "2");
    assertThat(second.out()).contains("trainings=16 finished=16").doesNotContain("/16 H=");
    assertThat(table(second)).isEqualTo(table(first));
    assertThat(Files.readAllLines(ledger("resumed"))).isEqualTo(trained);
  }

  @Test
  void equalSettingsGiveEqualFiguresHoweverManyTrainAtOnce() throws IOException {
    bench("alone", "--at-once", "1");
    bench("together", "--at-once", "2");
    assertThat(figures("together")).isEqualTo(figures("alone")).hasSize(8);
  }

  @Test
  void goesOnWhereItWasKilled() throws IOException {
    bench("whole");
    List<String> lines = Files.readAllLines(ledger("whole"));
    Files.createDirectories(folder.resolve("killed"));
    Files.write(ledger("killed"), lines.subList(0, 6));

    CommandLineRun run = bench("killed");

    assertThat(run.out()).contains("trainings=8 finished=6", "2/2 H=");
    assertThat(Files.readAllLines(ledger("killed")))
        .startsWith(lines.subList(0, 6).toArray(String[]::new));
    assertThat(figures("killed")).isEqualTo(figures("whole"));
  }

  @Test
  void aDryRunListsTheTrainings() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(), "quality", "--dry-run", "--work", folder.resolve("dry").toString());
    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains(
            "H=64 outer=nesterov momentum=reset seed=3 precision=f32", "trainable parameters");
    assertThat(folder.resolve("dry")).doesNotExist();
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(bench("none", "--H", "0").error()).contains("--H [0]", "at least 1");
    assertThat(bench("none", "--seeds", "0").exitCode()).isEqualTo(2);
  }

  private static CommandLineRun bench(String work, String... options) {
    List<String> line =
        new ArrayList<>(
            List.of("quality", "--confirm", "0", "--work", folder.resolve(work).toString()));
    if (!Arrays.asList(options).contains("--H")) {
      line.addAll(List.of("--H", "1,2"));
    }
    if (!Arrays.asList(options).contains("--seeds")) {
      line.addAll(List.of("--seeds", "1"));
    }
    line.addAll(Arrays.asList(options));
    line.addAll(SmallTraining.config("data.shards=" + shards).arguments());
    return CommandLineRun.of(new BenchCommand(), line.toArray(String[]::new));
  }

  private static Path ledger(String work) {
    return folder.resolve(work).resolve("trainings.jsonl");
  }

  private static List<String> table(CommandLineRun run) {
    return run.out().lines().dropWhile(line -> !line.startsWith("H ")).toList();
  }

  /** What a ledger says, in any order, without how long it took. */
  private static Set<ObjectNode> figures(String work) throws IOException {
    ObjectMapper json = new ObjectMapper();
    return Files.readAllLines(ledger(work)).stream()
        .map(
            line -> {
              try {
                return ((ObjectNode) json.readTree(line))
                    .without(List.of("seconds", "seconds-epoch"));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .map(ObjectNode.class::cast)
        .collect(Collectors.toSet());
  }
}
