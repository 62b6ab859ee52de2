package org.logoformer.prep;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.error.Reason;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.SharedPaths;

/**
 * Makes damaged and missing shards of a committed set again; they must become what the manifest
 * says they were.
 */
record Repair(JavaSparkContext spark, PrepConfig config) {
  /** A shard as a task has made it again. */
  private record Made(int number, String file, Shard shard) implements Serializable {}

  /** A shard that is looked at. */
  private record Stored(int number, Shard shard) implements Serializable {}

  /** Which shards are to be made again. */
  private interface Choice {
    List<Shard> of(WorkFolder folder, Manifest manifest);
  }

  /**
   * Replaces a shard, whatever its state.
   *
   * @param name such as {@code part-00012}
   * @throws DataException if there is no such shard, or the source has changed since
   */
  void run(String name) {
    repair((folder, manifest) -> List.of(named(name, folder, manifest)));
  }

  /**
   * Reads all shards, and replaces those that are damaged or missing.
   *
   * @return their names; empty if there are none
   * @throws DataException if the source has changed since
   */
  List<String> run() {
    return repair(this::damaged);
  }

  private List<String> repair(Choice choice) {
    try {
      Path output = SharedPaths.input(config.output(), spark.hadoopConfiguration());
      FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
      Manifest manifest = Manifest.read(files, output);
      manifest.origin().decoding().requireSameHere(output);
      manifest.origin().videos().requireSameHere(output);
      WorkFolder folder = new WorkFolder(output);
      try (FolderOwner owner = folder.take(spark.hadoopConfiguration())) {
        List<Shard> bad = choice.of(folder, manifest);
        if (!bad.isEmpty()) {
          replace(files, folder, manifest, bad);
        }
        return bad.stream().map(Shard::name).toList();
      }
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot repair " + config.output() + ": " + Reason.of(e) + "; run it again", e);
    }
  }

  private static Shard named(String name, WorkFolder folder, Manifest manifest) {
    return manifest.shards().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    Message.of(
                        "No shard %s in %s, which has %d",
                        name, folder.output(), manifest.shards().size())));
  }

  private List<Shard> damaged(WorkFolder folder, Manifest manifest) {
    List<Stored> stored = new ArrayList<>();
    manifest.shards().forEach(shard -> stored.add(new Stored(stored.size(), shard)));
    String output = folder.output().toString();
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return onCluster(
        "check",
        stored.size(),
        tasks ->
            spark
                .parallelize(stored, tasks)
                .filter(shard -> !isIntact(shard, output, hadoop.value()))
                .map(Stored::shard)
                .collect());
  }

  private static boolean isIntact(Stored stored, String output, Configuration hadoop)
      throws IOException {
    Path path = new WorkFolder(new Path(output)).shard(stored.number);
    return Verification.isIntact(path.getFileSystem(hadoop), path, stored.shard);
  }

  private void replace(FileSystem files, WorkFolder folder, Manifest manifest, List<Shard> bad)
      throws IOException {
    Listing listing = Layouts.read(config, spark.hadoopConfiguration());
    SetPlan plan = new Preparation(spark, config).plan(listing);
    if (!plan.hash().equals(manifest.origin().plan())) {
      throw changed(bad.get(0));
    }
    List<ShardPlan> plans =
        bad.stream().map(s -> plan.shards().get(manifest.shards().indexOf(s))).toList();
    List<Made> made = make(folder, plans);
    for (Made again : made) {
      Shard shard = manifest.shards().get(again.number);
      if (!again.shard.equals(shard)) {
        folder.deleteWork(files);
        throw changed(shard);
      }
    }
    for (Made again : made) {
      files.delete(folder.shard(again.number), false);
      NewFile.rename(files, new Path(again.file), folder.shard(again.number));
    }
    folder.deleteWork(files);
  }

  private List<Made> make(WorkFolder folder, List<ShardPlan> plans) {
    String output = folder.output().toString();
    Storage storage = Storage.of(config);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return onCluster(
        "repair",
        plans.size(),
        tasks ->
            spark
                .parallelize(new ArrayList<>(plans), tasks)
                .map(plan -> make(plan, output, storage, hadoop.value()))
                .collect());
  }

  private static Made make(ShardPlan plan, String output, Storage storage, Configuration hadoop)
      throws IOException {
    WorkFolder folder = new WorkFolder(new Path(output));
    storage.decoding().requireSameHere(folder.output());
    plan.videos().requireSameHere(folder.output());
    // A task may be run twice.
    Path file = folder.attempt(plan.number(), "repair-" + UUID.randomUUID(), "seq");
    FileSystem files = file.getFileSystem(hadoop);
    Shard shard = new ShardTask(folder, storage, hadoop).write(files, file, plan).shard();
    return new Made(plan.number(), file.toString(), shard);
  }

  private <T> T onCluster(String group, int shards, IntFunction<T> job) {
    int tasks = config.partitions() > 0 ? config.partitions() : Math.max(1, shards);
    return new Preparation(spark, config).onCluster(group, tasks, () -> job.apply(tasks));
  }

  private static DataException changed(Shard shard) {
    return new DataException(
        "Cannot repair "
            + shard.name()
            + ": source, prep settings or the version of prep are not those the set was made with;"
            + " make a new set");
  }
}
