package org.logoformer.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that reads shards by way of copies: what it is told to, so often. */
final class CachingProcess {
  private CachingProcess() {}

  /**
   * Prints what it found, a line each.
   *
   * @param args folder of the set, of the copies, bound on their bytes, reads of whole shards
   */
  public static void main(String[] args) throws IOException {
    Path set = Path.of(args[0]);
    Manifest manifest =
        Manifest.read(
            FarFiles.path(set).getFileSystem(FarFiles.configuration()), FarFiles.path(set));
    List<String> said = new ArrayList<>();
    int copied = 0;
    int wrong = 0;
    try (ShardCache cache =
        cache(manifest, set, Path.of(args[1]), Long.parseLong(args[2]), Duration.ZERO, said)) {
      int reads = Integer.parseInt(args[3]);
      for (int i = 0; i < reads; i++) {
        int shards = manifest.shards().size();
        Shard shard = manifest.shards().get((i * i + i / shards) % shards);
        byte[] read = new byte[(int) shard.bytes()];
        if (cache.read(shard, 0, read, 0, read.length)) {
          copied++;
          wrong += Arrays.equals(read, Files.readAllBytes(set.resolve(shard.file()))) ? 0 : 1;
        } else {
          cache.copy(shard);
        }
      }
    }
    System.out.printf("copied %s wrong %d said %s%n", copied > 0 ? "some" : "none", wrong, said);
  }

  /** A cache whose copies lie in a folder. */
  static ShardCache cache(
      Manifest manifest, Path set, Path copies, long bound, Duration idle, List<String> said)
      throws IOException {
    return new ShardCache(
        new CacheFolder(copies),
        ShardCache.identity(manifest),
        bound,
        idle,
        shard -> Files.newInputStream(set.resolve(shard.file())),
        said::add);
  }
}
