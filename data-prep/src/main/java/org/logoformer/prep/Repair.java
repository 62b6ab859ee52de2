package org.logoformer.prep;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardReport;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.SharedPaths;

/** Makes a damaged shard of a committed set again; it must become what the manifest says it was. */
record Repair(JavaSparkContext spark, PrepConfig config) {
  /**
   * Replaces a shard.
   *
   * @param name such as {@code part-00012}
   * @throws DataException if there is no such shard, or the source has changed since
   */
  void run(String name) {
    try {
      Path output = SharedPaths.input(config.output(), spark.hadoopConfiguration());
      FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
      Manifest manifest = Manifest.read(files, output);
      Shard shard =
          manifest.shards().stream()
              .filter(s -> s.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DataException(
                          Message.of(
                              "No shard %s in %s, which has %d",
                              name, output, manifest.shards().size())));
      manifest.origin().decoding().requireSameHere(output);
      manifest.origin().videos().requireSameHere(output);
      WorkFolder folder = new WorkFolder(output);
      try (FolderOwner owner = folder.take(spark.hadoopConfiguration())) {
        replace(files, folder, manifest, shard);
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot repair " + name + ": " + e.getMessage(), e);
    }
  }

  private void replace(FileSystem files, WorkFolder folder, Manifest manifest, Shard shard)
      throws IOException {
    Listing listing = Layouts.read(config, spark.hadoopConfiguration());
    SetPlan plan = new Preparation(spark, config).plan(listing);
    if (!plan.hash().equals(manifest.origin().plan())) {
      throw changed(shard);
    }
    int number = manifest.shards().indexOf(shard);
    Path unfinished = folder.attempt(number, "repair", "seq");
    ShardReport report =
        new ShardTask(folder, Storage.of(config), spark.hadoopConfiguration())
            .write(files, unfinished, plan.shards().get(number));
    if (!report.shard().equals(shard)) {
      folder.deleteWork(files);
      throw changed(shard);
    }
    files.delete(folder.shard(number), false);
    NewFile.rename(files, unfinished, folder.shard(number));
    folder.deleteWork(files);
  }

  private static DataException changed(Shard shard) {
    return new DataException(
        "Cannot repair "
            + shard.name()
            + ": source or prep settings are not those the set was made from; make a new set");
  }
}
