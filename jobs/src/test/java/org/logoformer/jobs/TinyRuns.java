package org.logoformer.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.logoformer.checkpoint.SafeTensor;

/**
 * Runs of preset {@code tiny} in this process: the shard set is {@code shards}, the runs are below
 * {@code runs}.
 *
 * @param folder of both
 */
public record TinyRuns(Path folder) {
  /** Runs {@code command} for the run {@code name}; later settings win. */
  public CommandLineRun logo(String command, String name, String... settings) {
    Stream<String> own =
        Stream.of(
            command,
            "run.name=" + name,
            "run.dir=" + folder.resolve("runs"),
            "data.shards=" + folder.resolve("shards"),
            "model.preset=tiny",
            "optimiser.lr=0.01",
            "train.batch=8",
            "train.averaging-frequency=1",
            "spark.master=local[2]",
            "spark.conf.\"spark.ui.enabled\"=false");
    return CommandLineRun.logo(Stream.concat(own, Stream.of(settings)).toArray(String[]::new));
  }

  public CommandLineRun train(String name, String... settings) {
    return logo("train", name, settings);
  }

  /** A file below the folder of all runs. */
  public Path file(String path) {
    return folder.resolve("runs").resolve(path);
  }

  /** Parameters after the third round of the first epoch. */
  public Map<String, SafeTensor> parameters(String run) throws IOException {
    return Fixture.read(file(run + "/fold-0/ckpt/epoch-001-round-0003/params.safetensors"))
        .tensors();
  }

  /** The settings and one more. */
  public static String[] with(String[] settings, String more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }
}
