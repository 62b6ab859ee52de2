package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.slots.ObservedDevice.Note;
import org.logoformer.jobs.spark.ExecutorProcesses;

/**
 * Training on executors to which Spark assigned GPUs that a script made up, up to the point where
 * CUDA would be told the device.
 */
@Tag("cluster")
class GpuPlacementTest {
  private static final String PARAMETERS = "fold-1/ckpt/epoch-001-round-0001/params.safetensors";

  /** What spark-submit would set; a driver without it takes it from its system properties. */
  private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";

  @TempDir static Path folder;

  @BeforeAll
  static void writeShards() throws IOException {
    TinyShards.write(folder.resolve("shards"), 4, TinyShards.Tags.FOLDS);
    assertThat(train("cpu", Map.of("spark.master", "local[2]")).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"JavaSerializer", "KryoSerializer"})
  void eachSlotSelectsItsAssignedGpuBeforeItTouchesNd4j(String serializer) throws IOException {
    Path notes = Files.createDirectory(folder.resolve("notes-" + serializer));
    // Each Spark worker asks once: the first is told of GPU 0, the second of GPU 1.
    Map<String, String> settings =
        gpus(
            "if mkdir '%s' 2>/dev/null; then n=0; else n=1; fi"
                .formatted(folder.resolve("asked-" + serializer)),
            notes);
    settings.put("spark.serializer", "org.apache.spark.serializer." + serializer);

    CommandLineRun result = train(serializer, settings);

    assertThat(result.exitCode()).as(result.error()).isZero();
    Map<String, List<Note>> byProcess =
        ObservedDevice.notes(notes).stream().collect(Collectors.groupingBy(Note::process));
    assertThat(byProcess.values())
        .as("two processes, each on a GPU of its own")
        .extracting(of -> of.stream().map(Note::gpu).distinct().toList())
        .containsExactlyInAnyOrder(List.of(0), List.of(1));
    assertThat(byProcess.values())
        .allSatisfy(
            of -> {
              assertThat(of.get(0).thread()).isEqualTo("logo-slot-0");
              assertThat(of.get(0).nd4jRuns()).isFalse();
              assertThat(of)
                  .as("threads that help")
                  .anyMatch(n -> n.thread().equals("logo-prefetch"));
            });
    assertThat(bytes(serializer)).as("the same network as without GPUs").isEqualTo(bytes("cpu"));
  }

  @Test
  void twoExecutorsOnOneGpuAreRefused() throws IOException {
    Path notes = Files.createDirectory(folder.resolve("notes-shared"));
    Map<String, String> settings = gpus("n=0", notes);
    settings.put("spark.task.maxFailures", "1");

    CommandLineRun result = train("shared", settings);

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.error()).contains("GPU 0 is taken", "spark.gpus = 1");
    assertThat(ObservedDevice.notes(notes).stream().map(Note::process).distinct()).hasSize(1);
    new Evidence(
            11,
            "two executors on one GPU",
            "a discovery script that gives both executor processes GPU 0",
            "two executors, each on a GPU of its own",
            "one process on GPU 0; exit code 4, the error names GPU 0 and spark.gpus")
        .held();
  }

  private static Map<String, String> gpus(String choose, Path notes) throws IOException {
    Path script = Files.createTempFile(folder, "discovery", ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\n"
            + choose
            + "\necho \"{\\\"name\\\": \\\"gpu\\\", \\\"addresses\\\": [\\\"$n\\\"]}\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> settings = ExecutorProcesses.settings(2);
    settings.put("spark.worker.resource.gpu.amount", "1");
    settings.put("spark.worker.resource.gpu.discoveryScript", script.toString());
    settings.put("spark.executor.resource.gpu.amount", "1");
    settings.put("spark.task.resource.gpu.amount", "1");
    settings.put(
        JAVA_OPTIONS,
        "-D%s=%s -D%s=%s"
            .formatted(
                ObservedDevice.NOTES,
                notes,
                Placement.LOCKS,
                Files.createTempDirectory(folder, "locks")));
    return settings;
  }

  private static CommandLineRun train(String name, Map<String, String> settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "train",
                "run.name=" + name,
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "data.folds=[1]",
                "model.preset=tiny",
                "train.epochs=1",
                "train.batch=8",
                "train.workers=2",
                "spark.master=" + settings.get("spark.master"),
                "spark.conf.spark.ui.enabled=false"));
    Map<String, String> own = new HashMap<>(settings);
    String options = own.remove(JAVA_OPTIONS);
    own.forEach((key, value) -> line.add("spark.conf." + key + "=" + value));
    if (options != null) {
      System.setProperty(JAVA_OPTIONS, options);
    }
    try {
      return CommandLineRun.logo(line.toArray(String[]::new));
    } finally {
      System.clearProperty(JAVA_OPTIONS);
    }
  }

  private static byte[] bytes(String run) throws IOException {
    return Files.readAllBytes(folder.resolve("runs").resolve(run).resolve(PARAMETERS));
  }
}
