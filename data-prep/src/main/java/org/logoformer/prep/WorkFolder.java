package org.logoformer.prep;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.shard.Shard;

/**
 * The names within the output folder while a set is being made. Everything unfinished lies in
 * {@code _work}, which is deleted once the manifest is there.
 */
record WorkFolder(Path output) {
  static final String QUARANTINE = "quarantine.jsonl";

  Path shard(int number) {
    return new Path(output, Shard.fileName(number));
  }

  Path report(int number) {
    return new Path(work(), "part-%05d.json".formatted(number));
  }

  /** A name that no other attempt uses. */
  Path unfinished(int number, long attempt, String what) {
    return new Path(work(), "_part-%05d.%d.%s".formatted(number, attempt, what));
  }

  Path work() {
    return new Path(output, "_work");
  }

  Path quarantine() {
    return new Path(output, QUARANTINE);
  }

  void deleteWork(FileSystem files) throws IOException {
    files.delete(work(), true);
  }

  /** Deletes all shards and what belongs to them, but not the list of quarantined clips. */
  void deleteShards(FileSystem files) throws IOException {
    deleteWork(files);
    if (!files.exists(output)) {
      return;
    }
    for (FileStatus file : files.listStatus(output)) {
      if (file.getPath().getName().matches("part-\\d+\\.seq")) {
        files.delete(file.getPath(), false);
      }
    }
  }
}
