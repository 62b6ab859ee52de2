package org.logoformer.jobs.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Shard;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo inspect shards}. */
@Command(
    name = "shards",
    description = "Summarises a shard set: clips by split, class and scene, storage, quarantine.")
final class InspectShards implements Runnable {
  @Parameters(paramLabel = "FOLDER", description = "What 'logo prep' wrote.")
  private String folder;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Configuration hadoop = new Configuration();
    Path path = SharedPaths.input(folder, hadoop);
    try {
      Manifest manifest = Manifest.read(path.getFileSystem(hadoop), path);
      print(manifest, spec.commandLine().getOut());
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void print(Manifest manifest, PrintWriter out) {
    Origin origin = manifest.origin();
    long bytes = manifest.shards().stream().mapToLong(Shard::bytes).sum();
    long frames = manifest.shards().stream().mapToLong(Shard::frames).sum();
    out.printf(
        Locale.ROOT,
        "%,d clips, %,d frames, %,d bytes in %d shards%n",
        manifest.clips().size(),
        frames,
        bytes,
        manifest.shards().size());
    out.printf(
        Locale.ROOT,
        "format %s, stored at %s, resized %s%n",
        origin.format().label(),
        origin.storeSize() == 0 ? "the size of the source" : origin.storeSize() + " px",
        origin.resize());
    out.println("pixel mean " + origin.pixels().mean() + ", std " + origin.pixels().std());
    origin.sources().forEach((name, hash) -> out.println("list " + name + " sha256 " + hash));
    out.printf(
        Locale.ROOT,
        "quarantine: %d of %d listed clips %s%n",
        origin.quarantine().clips(),
        origin.quarantine().listed(),
        origin.quarantine().reasons());
    counts("split", manifest, ClipRecord::split, out);
    counts("fold", manifest, c -> c.fold() == 0 ? "" : Integer.toString(c.fold()), out);
    counts("class", manifest, c -> origin.classes().name(c.label()), out);
    counts("scene", manifest, ClipRecord::scene, out);
  }

  /** Clips by a tag; nothing for a set without such tags. */
  private static void counts(
      String what, Manifest manifest, Function<ClipRecord, String> tag, PrintWriter out) {
    Map<String, Long> counts =
        manifest.clips().stream()
            .map(tag)
            .filter(t -> !t.isEmpty())
            .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting()));
    if (!counts.isEmpty()) {
      out.println("clips by " + what);
      counts.forEach((name, n) -> out.printf(Locale.ROOT, "  %-20s %,8d%n", name, n));
    }
  }
}
