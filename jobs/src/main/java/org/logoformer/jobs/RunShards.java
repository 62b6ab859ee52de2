package org.logoformer.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.provenance.Provenance;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.AtomicFile;

/** Which shard set a run was trained on, told by the content of its manifest. */
public final class RunShards {
  private RunShards() {}

  /** SHA-256 of the manifest in a folder of shards, hexadecimal. */
  public static String hash(Configuration hadoop, String shards) throws IOException {
    Path manifest = new Path(shards, Manifest.FILE);
    try (DigestInputStream in =
        new DigestInputStream(
            manifest.getFileSystem(hadoop).open(manifest), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What {@code provenance.json} of a run says; empty if there is none yet. */
  public static Optional<Provenance> provenance(Configuration hadoop, RunLayout run)
      throws IOException {
    Path file = run.provenance();
    try {
      byte[] text = AtomicFile.read(file.getFileSystem(hadoop), file);
      return Optional.of(
          Provenance.parse(new String(text, StandardCharsets.UTF_8), file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a folder holds the shard set that a run was trained on, wherever that lay; yes if it is
   * not known what the run was trained on.
   */
  public static boolean areThoseOf(RunLayout run, String shards, Configuration hadoop)
      throws IOException {
    Optional<String> before = provenance(hadoop, run).map(Provenance::manifestHash);
    return before.isEmpty() || before.get().equals(hash(hadoop, shards));
  }

  /**
   * That the shards of {@code config} are those that a run was trained on.
   *
   * @throws DataException if they are others
   */
  public static void requireSame(Configuration hadoop, LogoConfig config, RunLayout run)
      throws IOException {
    String shards = config.data().shards();
    if (!areThoseOf(run, shards, hadoop)) {
      throw new DataException(
          "Run %s was trained on a shard set whose manifest has the SHA-256 %.12s; that of %s has %.12s. Put the former set back, or start a new run with another run.name"
              .formatted(
                  run.folder(),
                  provenance(hadoop, run).map(Provenance::manifestHash).orElse(""),
                  shards,
                  hash(hadoop, shards)));
    }
  }
}
