package org.logoformer.jobs.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.provenance.Provenance;

/** A run whose network is that of the fixtures, and evaluations of it. */
abstract class EvaluationFixture {
  static final int COPIES = 3;

  @TempDir Path folder;

  CommandLineRun evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "evaluate.batch=3",
                "run.name=r",
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "spark.master=\"local[2]\"",
                "spark.conf.\"spark.ui.enabled\"=\"false\""));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(new EvaluateCommand(), arguments.toArray(String[]::new));
  }

  /** As 'train' leaves its settings and what it trained on. */
  void trained(String... settings) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/r"));
    LogoConfig config =
        LogoConfig.of(
                "model.preset=tiny", "train.epochs=1", "data.shards=" + folder.resolve("shards"))
            .with(settings);
    Files.writeString(run.resolve("config.conf"), config.render());
    Provenance provenance =
        new Provenance(
            "2026-01-01T00:00:00Z",
            "v",
            "r",
            config.hash(),
            RunShards.hash(new Configuration(), config.data().shards()),
            1,
            1,
            new Provenance.Compute("onednn", "avx2", 1, "f32"),
            List.of(),
            Map.of(),
            List.of(),
            new Provenance.Kernels(List.of()),
            List.of());
    Files.writeString(run.resolve("provenance.json"), provenance.render());
  }

  void checkpoint(int fold) throws IOException {
    checkpoint(fold, new CheckpointId(1, 1), 0);
  }

  void checkpoint(int fold, CheckpointId id, int round) throws IOException {
    var store =
        new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.resolve("runs/r/fold-" + fold).toUri()),
            Retention.ALL);
    store.write(
        new Checkpoint(
            id,
            OptionalDouble.empty(),
            Fixture.read(Fixture.weights()).tensors(),
            Map.of(),
            Map.of(),
            JsonNodeFactory.instance.objectNode().put("round", round)));
  }

  static void flipABit(Path shard) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int b = file.read();
      file.seek(file.length() / 2);
      file.write(b ^ 4);
    }
    // Hadoop's own checksum file of the local file system would heal nothing, but speak first.
    Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
  }

  org.apache.hadoop.fs.Path path(String file) {
    return new org.apache.hadoop.fs.Path(folder.resolve("runs/r").resolve(file).toUri());
  }

  List<Prediction> predictions(String file) throws IOException {
    return PredictionParquet.read(
        new Configuration(), path(file), ClassMap.EMOTIONS.names(), Map.of());
  }

  Evaluation metrics(String file) throws IOException {
    return FoldMetrics.read(FileSystem.getLocal(new Configuration()), path(file))
        .orElseThrow()
        .evaluation();
  }
}
