package org.logoformer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.cli.Logo;

/** Commands as processes of their own whose kernels compute matrix products wrongly. */
@Tag("cluster")
class LyingKernelsTest {
  private static final String DIRECTLY = "matmul: as it is";
  private static final String ALWAYS = "matmul: always";
  private static final String REFUSAL = "No right way was found to compute matmul ";

  @TempDir static Path folder;

  /** What a process said, line by line. */
  private record Ended(int code, List<String> out, List<String> error) {
    List<String> kernels() {
      return out.stream().filter(l -> l.matches("^(ok|warn|fail) +kernels +.*")).toList();
    }
  }

  @BeforeAll
  static void writeShards() throws IOException {
    TinyShards.write(folder.resolve("shards"), 2, TinyShards.Tags.FOLDS);
  }

  @Test
  void trainingGoesRoundThemAndTells() throws Exception {
    Ended train = logo(DIRECTLY, "train", "run.name=lied", "train.epochs=1");
    assertThat(train.code()).as(train.toString()).isZero();
    assertThat(train.error()).anyMatch(l -> l.contains("Wrong kernel: matmul "));
    Path provenance = folder.resolve("runs/lied/provenance.json");
    assertThat(Files.readString(provenance))
        .containsPattern("\"routed\" *: *\\[\\s*\"[^\"]*matmul [^\"]*as it is");
  }

  @Test
  void theDoctorWarnsOfThemInDriverAndExecutor() throws Exception {
    Ended doctor = logo(DIRECTLY, "doctor");
    assertThat(doctor.code()).as(doctor.toString()).isZero();
    assertThat(doctor.kernels())
        .hasSize(2)
        .allMatch(l -> l.matches("^warn +kernels +routed [1-9][0-9]*, .*matmul .*"))
        .anyMatch(l -> l.contains(", driver: "))
        .anyMatch(l -> l.contains(", executor "));
  }

  @Test
  void trainingRefusesThemInOneMessageWhenNoWayIsRight() throws Exception {
    Ended train = logo(ALWAYS, "train", "run.name=refused", "train.epochs=1");
    assertThat(train.code()).as(train.toString()).isEqualTo(4);
    requireOneRefusal(train);
  }

  @Test
  void theDoctorRefusesThemWhenNoWayIsRight() throws Exception {
    Ended doctor = logo(ALWAYS, "doctor");
    assertThat(doctor.code()).as(doctor.toString()).isEqualTo(4);
    assertThat(doctor.kernels())
        .hasSize(2)
        .allMatch(l -> l.matches("^fail +kernels +refused, .*" + REFUSAL + ".*"));
    assertThat(doctor.error()).filteredOn(l -> l.contains("The doctor advises against")).hasSize(1);
    assertThat(doctor.error()).noneMatch(l -> l.startsWith("\tat "));
  }

  private static void requireOneRefusal(Ended ended) {
    assertThat(ended.error()).filteredOn(l -> l.contains(REFUSAL)).hasSize(1);
    assertThat(ended.error()).noneMatch(l -> l.startsWith("\tat "));
  }

  private static Ended logo(String lie, String... line) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-D"))
        .forEach(command::add);
    command.add("-D" + OneMore.PROPERTY + "=" + lie);
    // As submit/logo has it: warnings go to the error stream.
    command.add("-Dlog4j2.configurationFile=" + Path.of("../submit/log4j2.properties").toUri());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logo.class.getName()));
    command.addAll(List.of(line));
    command.addAll(
        List.of(
            "run.dir=" + folder.resolve("runs"),
            "data.shards=" + folder.resolve("shards"),
            "data.folds=[1,2]",
            "model.preset=tiny",
            "train.batch=4",
            "train.workers=1",
            "spark.master=local[1]",
            "spark.conf.\"spark.ui.enabled\"=false"));
    Path out = Files.createTempFile(folder, "out", ".log");
    Path error = Files.createTempFile(folder, "error", ".log");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(error.toFile())
            .start()
            .waitFor();
    return new Ended(code, Files.readAllLines(out), Files.readAllLines(error));
  }
}
