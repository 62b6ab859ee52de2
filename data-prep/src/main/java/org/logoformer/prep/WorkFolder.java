package org.logoformer.prep;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
import org.logoformer.storage.FolderOwner;

/**
 * The names within the output folder while a set is being made. Tasks write to {@code _work} alone,
 * from where the driver takes finished shards when it commits: so a task that is still running
 * after that cannot touch them. The folder is deleted once the manifest is there.
 */
record WorkFolder(Path output) {
  private static final Pattern SHARD = Pattern.compile("part-(\\d{5,9})\\.seq");

  Path shard(int number) {
    return new Path(output, Shard.fileName(number));
  }

  Path report(int number) {
    return new Path(work(), String.format(Locale.ROOT, "part-%05d.json", number));
  }

  /** What an attempt writes; no other attempt uses the name. */
  Path attempt(int number, String attempt, String what) {
    return new Path(work(), String.format(Locale.ROOT, "_part-%05d.%s.%s", number, attempt, what));
  }

  /**
   * Takes the folder for this process. Its mark lies outside {@link #work}, which is deleted
   * meanwhile.
   *
   * @throws org.logoformer.error.ClusterException if another prep is at work on it
   */
  FolderOwner take(Configuration hadoop) {
    return FolderOwner.take(hadoop, output, FolderOwner.Work.PREPARED);
  }

  Path work() {
    return new Path(output, "_work");
  }

  /**
   * One of the files beside the manifest.
   *
   * @param name as {@link org.logoformer.shard.SetNotes} has it
   */
  Path notes(String name) {
    return new Path(output, name);
  }

  void deleteWork(FileSystem files) throws IOException {
    files.delete(work(), true);
  }

  /** Whether the set is complete. */
  boolean isCommitted(FileSystem files) throws IOException {
    return files.exists(new Path(output, Manifest.FILE));
  }

  /** Deletes what an earlier, unfinished run with other settings has left from a number on. */
  void deleteShardsFrom(FileSystem files, int number) throws IOException {
    for (FileStatus file : files.listStatus(output)) {
      if (isShardFrom(file.getPath().getName(), number)) {
        files.delete(file.getPath(), false);
      }
    }
  }

  /** Deletes all shards and what belongs to them, but not the list of quarantined clips. */
  void deleteShards(FileSystem files) throws IOException {
    deleteWork(files);
    if (files.exists(output)) {
      deleteShardsFrom(files, 0);
    }
  }

  private static boolean isShardFrom(String name, int number) {
    Matcher shard = SHARD.matcher(name);
    return shard.matches() && Integer.parseInt(shard.group(1)) >= number;
  }
}
