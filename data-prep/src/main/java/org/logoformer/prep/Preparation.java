package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.error.Reason;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Unlisted;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;

/** The Spark job: scan, plan, make the shards, commit. */
final class Preparation {
  private static final int CLIPS_PER_SCAN = 500;

  /** Whether the set was made by this run or was there before. */
  enum Outcome {
    WRITTEN,
    FOUND
  }

  /**
   * What {@link #run} ends with.
   *
   * @param odd clips stored in this run though their frames are odd
   * @param turned clips stored in this run with images whose orientation is another than upright
   * @param unlisted what this run has found among the clips though no list names it
   * @param miscounted clips stored in this run with another number of frames than a list says
   */
  record Result(
      Outcome outcome, Manifest manifest, int odd, int turned, int unlisted, int miscounted) {}

  private final JavaSparkContext spark;
  private final PrepConfig config;
  private final Storage storage;
  private final Consumer<String> told;

  Preparation(JavaSparkContext spark, PrepConfig config) {
    this(spark, config, line -> {});
  }

  /**
   * @param told gets lines on how the lists were understood, before the work begins
   */
  Preparation(JavaSparkContext spark, PrepConfig config, Consumer<String> told) {
    this.spark = spark;
    this.config = config;
    this.storage = Storage.of(config);
    this.told = told;
  }

  /**
   * Makes the set, or what is missing of it after a crash.
   *
   * @throws DataException if lists are wrong, too many clips are bad, or the folder holds another
   *     set; nothing that could be taken for a shard set is left then
   * @throws ClusterException if tasks fail for another reason; a later run goes on from there
   */
  Result run() {
    Path output = output();
    Listing listing = Layouts.read(config, spark.hadoopConfiguration());
    listing.told().forEach(told);
    try {
      FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
      WorkFolder folder = new WorkFolder(output);
      SetPlan plan = plan(listing);
      if (folder.isCommitted(files)) {
        return found(files, folder, plan);
      }
      try (FolderOwner owner = folder.take(spark.hadoopConfiguration())) {
        if (folder.isCommitted(files)) {
          return found(files, folder, plan);
        }
        List<Unlisted> unlisted = unlisted(listing);
        Commit commit =
            new Commit(files, folder, config.maxBadRatio(), listing, storage, plan, unlisted);
        // Before hours of work, if the folders alone show that it would be in vain.
        commit.checkRatio(plan.quarantined());
        makeShards(folder, plan);
        owner.require();
        return commit.run();
      }
    } catch (IOException e) {
      throw new ClusterException("prep failed: " + Reason.of(e) + "; run it again to go on", e);
    }
  }

  /**
   * Compares a finished set with its source, by content. Takes as long as making it.
   *
   * @throws DataException if there is no set, or it is not what the source makes of it
   */
  Manifest verify() {
    Path output = output();
    Listing listing = Layouts.read(config, spark.hadoopConfiguration());
    listing.told().forEach(told);
    try {
      WorkFolder folder = new WorkFolder(output);
      SetPlan plan = plan(listing);
      Manifest manifest =
          found(output.getFileSystem(spark.hadoopConfiguration()), folder, plan).manifest();
      onCluster(
          "verify",
          config.partitions() > 0 ? config.partitions() : manifest.shards().size(),
          () -> {
            new Verification(spark, config).run(folder, plan, manifest);
            return null;
          });
      return manifest;
    } catch (IOException e) {
      throw new ClusterException("Cannot verify " + output + ": " + e.getMessage(), e);
    }
  }

  private Path output() {
    if (config.output().isBlank()) {
      throw new ConfigException("prep.output is empty: name the folder of the shard set");
    }
    return new Path(SharedPaths.qualified(config.output(), spark.hadoopConfiguration()));
  }

  /** Plans the set from the lists and from what lies on disk. */
  SetPlan plan(Listing listing) {
    List<ListedClip> clips = listing.clips();
    int slices = Math.max(1, (clips.size() + CLIPS_PER_SCAN - 1) / CLIPS_PER_SCAN);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<String> folders = clips.stream().map(ListedClip::folder).toList();
    List<Scan> scans =
        onCluster(
            "scan",
            slices,
            () ->
                spark
                    .parallelize(new ArrayList<>(folders), slices)
                    .mapPartitions(part -> scan(part, hadoop.value()))
                    .collect());
    return SetPlan.of(listing, scans, storage);
  }

  private List<Unlisted> unlisted(Listing listing) {
    if (listing.sources().isEmpty()) {
      return List.of(); // There is no list: all that lies there was taken.
    }
    UnlistedClips clips = UnlistedClips.of(listing.clips());
    List<String> folders = clips.folders();
    int slices = Math.max(1, (folders.size() + CLIPS_PER_SCAN - 1) / CLIPS_PER_SCAN);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return onCluster(
        "unlisted",
        slices,
        () ->
            clips.among(
                spark
                    .parallelize(new ArrayList<>(folders), slices)
                    .mapPartitions(part -> UnlistedClips.content(part, hadoop.value()))
                    .collect()));
  }

  private static Iterator<Scan> scan(Iterator<String> places, Configuration hadoop)
      throws IOException {
    List<Scan> scans = new ArrayList<>();
    while (places.hasNext()) {
      Path place = new Path(places.next());
      try {
        scans.add(Scan.of(place.getFileSystem(hadoop), place));
      } catch (FileNotFoundException e) {
        scans.add(Scan.MISSING);
      }
    }
    return scans.iterator();
  }

  private void makeShards(WorkFolder folder, SetPlan plan) {
    if (plan.shards().isEmpty()) {
      return;
    }
    int slices = config.partitions() > 0 ? config.partitions() : plan.shards().size();
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String output = folder.output().toString();
    Storage settings = storage;
    onCluster(
        "shards",
        slices,
        () -> {
          spark
              .parallelize(new ArrayList<>(plan.shards()), slices)
              .foreach(
                  shard -> {
                    WorkFolder work = new WorkFolder(new Path(output));
                    new ShardTask(work, settings, hadoop.value()).run(shard);
                  });
          return null;
        });
  }

  private Result found(FileSystem files, WorkFolder folder, SetPlan plan) throws IOException {
    Manifest manifest = Manifest.read(files, folder.output());
    manifest.origin().decoding().requireSameHere(folder.output());
    manifest.origin().videos().requireSameHere(folder.output());
    if (!manifest.origin().plan().equals(plan.hash())) {
      throw new DataException(
          Message.of(
              "%s holds another shard set (plan %.12s, this one is %.12s): delete it or change prep.output",
              folder.output(), manifest.origin().plan(), plan.hash()));
    }
    folder.deleteWork(files);
    return new Result(Outcome.FOUND, manifest, 0, 0, 0, 0);
  }

  /** Work that Spark does. */
  interface Job<T> {
    T run() throws SparkException;
  }

  /**
   * Does it, with a bar of its progress.
   *
   * @throws ClusterException if tasks fail
   */
  <T> T onCluster(String group, int tasks, Job<T> job) {
    spark.setJobGroup("prep", "prep: " + group);
    try (TaskBar bar = TaskBar.of(spark, "prep: " + group, tasks)) {
      return job.run();
    } catch (SparkException e) {
      throw new ClusterException("prep failed: " + Reason.of(e) + "; run it again to go on", e);
    } finally {
      spark.clearJobGroup();
    }
  }
}
