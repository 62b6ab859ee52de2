package org.logoformer.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.provenance.Provenance;
import org.logoformer.shard.Manifest;

/** Identifies the shard set that a run was trained on, by a hash of the set's manifest. */
public final class RunShards {
  private RunShards() {}

  /** SHA-256 of the manifest of a shard set, in hexadecimal digits. */
  public static String hash(Configuration hadoop, String shards) throws IOException {
    Path manifest = new Path(shards, Manifest.FILE);
    try (InputStream in = manifest.getFileSystem(hadoop).open(manifest)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /**
   * Whether a folder holds the shard set that a run was trained on, which may have moved; true if
   * the run does not record its shard set.
   */
  public static boolean areThoseOf(RunFolder run, String shards, Configuration hadoop)
      throws IOException {
    Optional<String> before = of(run, hadoop);
    return before.isEmpty() || before.get().equals(hash(hadoop, shards));
  }

  /**
   * Whether a folder holds the very shard set that a run records; not if there is none, or the run
   * records none.
   */
  public static boolean areRecordedBy(RunFolder run, String shards, Configuration hadoop)
      throws IOException {
    Optional<String> before = of(run, hadoop);
    try {
      return before.isPresent() && before.get().equals(hash(hadoop, shards));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Checks that the shards of {@code config} are those that a run was trained on.
   *
   * @throws DataException if they are others
   */
  public static void requireSame(Configuration hadoop, LogoConfig config, RunFolder run)
      throws IOException {
    String shards = config.data().shards();
    if (!areThoseOf(run, shards, hadoop)) {
      throw new DataException(
          "Run %s was trained on a shard set whose manifest has the SHA-256 %.12s; that of %s has %.12s. Put the former set back, or start a new run with another run.name"
              .formatted(run.folder(), of(run, hadoop).orElse(""), shards, hash(hadoop, shards)));
    }
  }

  private static Optional<String> of(RunFolder run, Configuration hadoop) throws IOException {
    return run.readProvenance(run.folder().getFileSystem(hadoop)).map(Provenance::manifestHash);
  }
}
