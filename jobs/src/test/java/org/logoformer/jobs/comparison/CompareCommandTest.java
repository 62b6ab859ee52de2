package org.logoformer.jobs.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.random.Keyed;

class CompareCommandTest {
  private static final int CLIPS = 200;

  @TempDir Path folder;

  @Test
  void figuresEqualThoseCountedByHandAndTheSeedFixesTheInterval() throws IOException {
    Path first = predictions("a.csv", 1, 0.8);
    Path second = predictions("b.csv", 2, 0.7);
    CommandLineRun run = compare(first, second, "--out", folder.resolve("c.json").toString());
    assertThat(run.exitCode()).as(run.error()).isZero();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("c.json").toFile());
    int onlyFirst = 0;
    int right = 0;
    List<String> one = Files.readAllLines(first);
    List<String> other = Files.readAllLines(second);
    for (int i = 1; i < one.size(); i++) {
      String[] a = one.get(i).split(",", -1);
      String[] b = other.get(i).split(",", -1);
      right += a[1].equals(a[2]) ? 1 : 0;
      onlyFirst += a[1].equals(a[2]) && !b[1].equals(b[2]) ? 1 : 0;
    }
    assertThat(json.at("/mcnemar/only_first").asInt()).isEqualTo(onlyFirst);
    assertThat(json.at("/first/war").asDouble()).isCloseTo(right / (double) CLIPS, within(1e-12));
    double difference = json.at("/differences/uar/difference").asDouble();
    assertThat(difference)
        .isEqualTo(json.at("/first/uar").asDouble() - json.at("/second/uar").asDouble())
        .isBetween(
            json.at("/differences/uar/interval/0").asDouble(),
            json.at("/differences/uar/interval/1").asDouble());
    assertThat(json.at("/differences/recalls")).hasSize(7);
    assertThat(run.out())
        .contains("McNemar's test", "UAR %")
        .containsPattern("(?m)^compare clips=200");
    assertThat(compare(first, second).out()).isEqualTo(run.out());
    assertThat(compare(first, second, "run.seed=2").out()).isNotEqualTo(run.out());
  }

  @Test
  void otherClipsAreNamed() throws IOException {
    Path first = predictions("a.csv", 1, 0.8);
    Path second = folder.resolve("b.csv");
    Files.writeString(second, Files.readString(first).replace("c17,", "d17,"));
    CommandLineRun run = compare(first, second);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error())
        .contains("not tested on the same clips", "1 of 200 only in " + first + " (c17)", "(d17)");
    Files.writeString(second, "clip,label,prediction\nc0,6,0\n");
    Files.writeString(first, "clip,label,prediction\nc0,5,0\n");
    assertThat(compare(first, second).error()).contains("The clip c0 is Disgust for");
  }

  @Test
  void itTakesTwo() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(new CompareCommand(), predictions("a.csv", 1, 0.8).toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("compare takes two runs");
    run = CommandLineRun.of(new CompareCommand(), folder + "/none", folder + "/a.csv");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("There are no predictions at");
  }

  private CommandLineRun compare(Path first, Path second, String... more) {
    String[] arguments = new String[2 + more.length];
    arguments[0] = first.toString();
    arguments[1] = second.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return CommandLineRun.of(new CompareCommand(), arguments);
  }

  /** Labels in turn, right with a probability. */
  private Path predictions(String name, long seed, double right) throws IOException {
    Keyed keyed = Keyed.of(seed);
    StringBuilder csv = new StringBuilder("clip,label,prediction\n");
    for (int i = 0; i < CLIPS; i++) {
      int prediction = keyed.nextDouble() < right ? i % 7 : keyed.nextInt(7);
      csv.append("c%d,%d,%d%n".formatted(i, i % 7, prediction));
    }
    return Files.writeString(folder.resolve(name), csv);
  }
}
