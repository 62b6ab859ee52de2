package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardReport;
import org.logoformer.shard.ShardWriter;
import org.logoformer.storage.NewFile;

/** Makes one planned shard. May be run again, or twice at once: the bytes are the same. */
final class ShardTask {
  private final WorkFolder folder;
  private final Storage storage;
  private final Configuration hadoop;
  private final String attempt;

  ShardTask(WorkFolder folder, Storage storage, Configuration hadoop) {
    this.folder = folder;
    this.storage = storage;
    this.hadoop = hadoop;
    // Tasks of a driver that has died may still be at work beside those of its successor.
    this.attempt = UUID.randomUUID().toString();
  }

  /** Makes the shard, unless it is there already. */
  void run(ShardPlan plan) throws IOException {
    FileSystem files = folder.output().getFileSystem(hadoop);
    if (finished(files, folder, plan).isPresent()) {
      return;
    }
    Path unfinished = folder.unfinished(plan.number(), attempt, "seq");
    ShardReport report = write(files, unfinished, plan);
    if (folder.isCommitted(files) || finished(files, folder, plan).isPresent()) {
      // Another attempt was faster; the bytes are the same.
      files.delete(unfinished, false);
      return;
    }
    Path shard = folder.shard(plan.number());
    files.delete(shard, false);
    if (!files.rename(unfinished, shard)) {
      if (finished(files, folder, plan).isPresent()) {
        files.delete(unfinished, false);
        return;
      }
      throw new IOException("cannot rename " + unfinished + " to " + shard);
    }
    report.write(
        files, folder.report(plan.number()), folder.unfinished(plan.number(), attempt, "json"));
  }

  /** The report of a shard that has been made as planned; empty if it has not. */
  static Optional<ShardReport> finished(FileSystem files, WorkFolder folder, ShardPlan plan)
      throws IOException {
    Path shard = folder.shard(plan.number());
    Optional<ShardReport> report = ShardReport.read(files, folder.report(plan.number()));
    if (report.isEmpty() || !report.get().plan().equals(plan.hash()) || !files.exists(shard)) {
      return Optional.empty();
    }
    return report.filter(r -> length(files, shard) == r.shard().bytes());
  }

  /** Writes the shard of a plan to the given file. */
  ShardReport write(FileSystem files, Path to, ShardPlan plan) throws IOException {
    List<ClipRecord> clips = new ArrayList<>();
    List<Quarantined> quarantined = new ArrayList<>();
    PixelSums sums = new PixelSums();
    try (ShardWriter writer = new ShardWriter(plan.number(), NewFile.create(files, to))) {
      for (ListedClip clip : plan.clips()) {
        try {
          FileSystem source = new Path(clip.folder()).getFileSystem(hadoop);
          Placement placement = writer.append(new ClipEncoder(source, storage).encode(clip, sums));
          clips.add(
              new ClipRecord(
                  clip.id(), clip.label(), clip.split(), clip.fold(), clip.scene(), placement));
        } catch (ClipEncoder.Refused e) {
          quarantined.add(
              new Quarantined(
                  clip.id(),
                  e.reason(),
                  e.getMessage(),
                  clip.origin().list(),
                  clip.origin().number()));
        }
      }
      Shard shard = writer.finish();
      return new ShardReport(plan.hash(), shard, clips, sums, quarantined);
    }
  }

  private static long length(FileSystem files, Path path) {
    try {
      return files.getFileStatus(path).getLen();
    } catch (IOException e) {
      return -1;
    }
  }
}
