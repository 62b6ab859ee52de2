package org.logoformer.jobs.doctor;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.provenance.Build;
import org.logoformer.provenance.Platform;
import org.logoformer.runtime.Backend;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.source.GraphSource;

/**
 * Examines a slot from inside its executor. Never throws: what fails is part of the report.
 *
 * @param config rendered
 * @param marker of the run folder
 * @param slots that are examined
 */
record SlotExamination(SerializableConfiguration hadoop, String config, String marker, int slots)
    implements EverySlot.Work<SlotReport> {
  @Override
  public SlotReport of(int number) {
    LogoConfig parsed = LogoConfig.parse(config, "configuration of the job");
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task.resourcesJMap().get("gpu");
    return new SlotReport(
        SparkEnv.get().executorId(),
        SparkEnv.get().blockManager().blockManagerId().host(),
        computes(parsed, new LeaseOwner("doctor", number, task.taskAttemptId())),
        kernels(parsed),
        Backend.gpus(),
        gpu == null ? "" : String.join(",", gpu.addresses()),
        marker(hadoop.value()),
        clip(hadoop.value(), parsed, number));
  }

  /** The probe is computed as training would: on a slot, by a network of the configured size. */
  private SlotReport.Computes computes(LogoConfig parsed, LeaseOwner owner) {
    String software =
        "%s (%s), Java %s"
            .formatted(
                Build.version(), Build.revision(), System.getProperty("java.runtime.version"));
    try (Lease lease = Slots.ofProcess().lease(GraphSource.of(parsed), owner)) {
      long probe = lease.run(network -> network.probe(), () -> false);
      return new SlotReport.Computes(
          "",
          software,
          Platform.cpu(),
          Backend.select().name(),
          instructions(parsed.train()),
          probe);
    } catch (RuntimeException | LinkageError e) {
      return new SlotReport.Computes(Causes.of(e), software, Platform.cpu(), "", "", 0);
    }
  }

  private static KernelReport kernels(LogoConfig parsed) {
    try {
      return KernelReport.of(parsed);
    } catch (RuntimeException | LinkageError e) {
      return new KernelReport(Causes.of(e), "", List.of());
    }
  }

  private static String instructions(TrainConfig train) {
    String kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    return "%s with %s, ND4J's %s build"
        .formatted(kernels, KernelsFactory.instructionSet(kernels), Backend.instructionSet());
  }

  private String marker(Configuration configuration) {
    try {
      Path path = new Path(marker);
      FileSystem files = path.getFileSystem(configuration);
      return RunStorage.read(files, path).length > 0 ? "" : "is empty";
    } catch (Exception e) {
      return Causes.of(e);
    }
  }

  private String clip(Configuration configuration, LogoConfig parsed, int number) {
    if (parsed.data().shards().isEmpty()) {
      return "data.shards is not set";
    }
    try (ShardSet shards = ShardSet.open(configuration, new Path(parsed.data().shards()), 1)) {
      List<ClipRecord> clips = shards.manifest().clips();
      ClipRecord clip = clips.get(Math.toIntExact((long) clips.size() * number / slots));
      shards.read(clip, IntStream.range(0, clip.frames()).toArray());
      return "";
    } catch (Exception e) {
      return Causes.of(e);
    }
  }
}
