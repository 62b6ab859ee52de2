package org.logoformer.prep;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardReport;
import org.logoformer.shard.ShardWriter;
import org.logoformer.shard.SourceClip;
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
    storage.decoding().requireSameHere(folder.output());
    plan.videos().requireSameHere(folder.output());
    Path made = folder.attempt(plan.number(), attempt, "seq");
    ShardReport report = write(files, made, plan);
    if (folder.isCommitted(files) || finished(files, folder, plan).isPresent()) {
      // Another attempt was faster; the bytes are the same.
      files.delete(made, false);
      return;
    }
    report.write(
        files, folder.report(plan.number()), folder.attempt(plan.number(), attempt, "json"));
  }

  /** The report of a shard that has been made as planned; empty if it has not. */
  static Optional<ShardReport> finished(FileSystem files, WorkFolder folder, ShardPlan plan)
      throws IOException {
    return ShardReport.read(files, folder.report(plan.number()))
        .filter(report -> report.plan().equals(plan.hash()))
        .filter(report -> place(files, folder, plan.number(), report).isPresent());
  }

  /** Where the shard of a report lies: as its attempt left it, or in its place already. */
  static Optional<Path> place(FileSystem files, WorkFolder folder, int number, ShardReport report) {
    return Stream.of(folder.attempt(number, report.attempt(), "seq"), folder.shard(number))
        .filter(path -> length(files, path) == report.shard().bytes())
        .findFirst();
  }

  /** Writes the shard of a plan to the given file. */
  ShardReport write(FileSystem files, Path to, ShardPlan plan) throws IOException {
    return write(NewFile.create(files, to), plan);
  }

  /** Writes the shard of a plan to a stream, which is closed then. */
  ShardReport write(OutputStream to, ShardPlan plan) throws IOException {
    List<ClipRecord> clips = new ArrayList<>();
    List<Quarantined> quarantined = new ArrayList<>();
    List<Quarantined> odd = new ArrayList<>();
    List<SourceClip> sources = new ArrayList<>();
    PixelSums sums = new PixelSums();
    try (ShardWriter writer = new ShardWriter(plan.number(), to);
        ClipEncoder encoder = new ClipEncoder(hadoop, storage)) {
      for (ListedClip clip : plan.clips()) {
        try {
          Placement placement = writer.append(encoded(encoder, clip, sums));
          clips.add(
              new ClipRecord(
                  clip.id(), clip.label(), clip.split(), clip.fold(), clip.scene(), placement));
          sources.add(encoder.seen().of(clip.id()));
          if (!encoder.odd().isEmpty()) {
            odd.add(clip.because(OddFrames.REASON, encoder.odd()));
          }
          if (!encoder.cutOff().isEmpty()) {
            odd.add(clip.because(Quarantined.BROKEN_TAIL, encoder.cutOff()));
          }
        } catch (ClipEncoder.Refused e) {
          quarantined.add(clip.because(e.reason(), e.getMessage()));
        }
      }
      Shard shard = writer.finish();
      return new ShardReport(plan.hash(), attempt, shard, clips, sums, quarantined, odd, sources);
    }
  }

  /** What is broken fails again; a stream that failed once is opened anew. */
  private static EncodedClip encoded(ClipEncoder encoder, ListedClip clip, PixelSums sums)
      throws IOException, ClipEncoder.Refused {
    try {
      return encoder.encode(clip, sums);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // The task was ended.
      }
      return encoder.encode(clip, sums);
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
