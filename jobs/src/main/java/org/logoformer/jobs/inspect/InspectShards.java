package org.logoformer.jobs.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.dataset.ClipPhotos;
import org.logoformer.jobs.dataset.SetCounts;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.SourceClip;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo inspect shards}. */
@Command(
    name = "shards",
    description =
        "Summarises a shard set: clips by split, class and scene, their lengths, storage, quarantine.",
    sortOptions = false)
final class InspectShards implements Runnable {
  private static final int BAR = 40; // characters

  @Parameters(paramLabel = "FOLDER", description = "What 'logo prep' wrote.")
  private String folder;

  @Option(
      names = "--sheet",
      paramLabel = "PNG",
      description =
          "Also writes a picture of some clips of each class, three frames each; on this machine"
              + " unless a scheme says otherwise. It shows faces.")
  private String sheet;

  @Option(names = "--json", description = "Prints the numbers as JSON, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Configuration hadoop = new Configuration();
    Path path = SharedPaths.input(folder, hadoop);
    PrintWriter out = spec.commandLine().getOut();
    try {
      FileSystem files = path.getFileSystem(hadoop);
      Manifest manifest = Manifest.read(files, path);
      Optional<List<SourceClip>> sources =
          SetNotes.read(files, path, SetNotes.SOURCES, SourceClip.class);
      SetCounts counts = SetCounts.of(manifest, sources);
      if (json) {
        out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(counts));
      } else {
        print(manifest.origin(), counts, out);
      }
      if (sheet != null) {
        writeSheet(hadoop, path, out);
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private void writeSheet(Configuration hadoop, Path set, PrintWriter out) throws IOException {
    Path picture = SharedPaths.output(sheet, hadoop);
    List<ClipPhotos.Clips> drawn = ClipPhotos.drawn(hadoop, set);
    Optional<byte[]> png = Pictures.drawn(() -> ClipPhotos.sheet(set.getName(), drawn));
    if (png.isPresent()) {
      AtomicFile.write(hadoop, picture, file -> file.write(png.get()));
      if (!json) {
        out.println("Wrote " + picture);
      }
    }
  }

  private static void print(Origin origin, SetCounts counts, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d clips, %,d frames, %,d bytes in %d shards%n",
        counts.clips(),
        counts.frames(),
        counts.bytes(),
        counts.shards());
    out.printf(
        Locale.ROOT,
        "format %s, stored at %s, resized %s%n",
        origin.format().label(),
        origin.storeSize() == 0 ? "the size of the source" : origin.storeSize() + " px",
        origin.resize());
    if (!origin.decoding().library().isEmpty()) {
      out.println("JPEGs decoded by " + origin.decoding().library());
    }
    out.println("pixel mean " + origin.pixels().mean() + ", std " + origin.pixels().std());
    origin.sources().forEach((name, hash) -> out.println("list " + name + " sha256 " + hash));
    if (!origin.faces().isNone()) {
      out.printf(
          Locale.ROOT,
          "faces cut out by their %s, prep.missing-box = %s, prep.box-margin = %s, prep.boxes sha256 %s%n",
          origin.faces().by(),
          origin.faces().missing(),
          origin.faces().margin(),
          origin.faces().boxes());
    }
    out.printf(
        Locale.ROOT,
        "quarantine: %d of %d listed clips %s%n",
        origin.quarantine().clips(),
        origin.quarantine().listed(),
        origin.quarantine().reasons());
    table(counts.classes(), out);
    bars("scene", counts.scenes(), out);
    bars("frames", counts.lengths(), out);
    bars("size of their images at the source", counts.sizes(), out);
    if (counts.turned() > 0) {
      out.printf(
          Locale.ROOT,
          "images noted by a camera as not upright: in %,d clips, prep.exif = %s%n",
          counts.turned(),
          origin.decoding().exif().label());
    }
  }

  /** A row for each class, a column for each split or fold. */
  private static void table(Map<String, Map<String, Long>> sides, PrintWriter out) {
    out.printf(Locale.ROOT, "%-20s", "clips by class");
    sides.keySet().forEach(side -> out.printf(Locale.ROOT, " %10s", side));
    out.println();
    sides.values().stream()
        .findFirst()
        .ifPresent(
            first ->
                first
                    .keySet()
                    .forEach(name -> row("  " + name, sides.values(), c -> c.get(name), out)));
    row("  all", sides.values(), c -> c.values().stream().mapToLong(n -> n).sum(), out);
  }

  private interface Count {
    long of(Map<String, Long> clips);
  }

  private static void row(
      String name, Iterable<Map<String, Long>> sides, Count count, PrintWriter out) {
    out.printf(Locale.ROOT, "%-20s", name);
    sides.forEach(clips -> out.printf(Locale.ROOT, " %,10d", count.of(clips)));
    out.println();
  }

  /** Clips by a tag; nothing for a set without such tags. */
  private static void bars(String what, Map<String, Long> counts, PrintWriter out) {
    if (counts.isEmpty()) {
      return;
    }
    out.println("clips by " + what);
    long most = counts.values().stream().mapToLong(n -> n).max().orElse(1);
    counts.forEach(
        (name, n) -> {
          String bar = "#".repeat((int) Math.ceil((double) BAR * n / Math.max(1, most)));
          out.println(String.format(Locale.ROOT, "  %-20s %,8d  %s", name, n, bar).stripTrailing());
        });
  }
}
