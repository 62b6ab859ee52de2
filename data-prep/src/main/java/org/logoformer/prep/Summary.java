package org.logoformer.prep;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Exif;
import org.logoformer.error.Message;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.Shard;

/** What a user sees of a set. */
record Summary(PrintWriter out) {
  void print(Listing listing) {
    listing.told().forEach(out::println);
    Map<String, int[]> table = new TreeMap<>();
    for (ListedClip clip : listing.clips()) {
      count(table, listing.classes(), clip.split(), clip.fold(), clip.label());
    }
    print(listing.classes(), table);
  }

  void print(Manifest manifest) {
    Origin origin = manifest.origin();
    Map<String, int[]> table = new TreeMap<>();
    for (ClipRecord clip : manifest.clips()) {
      count(table, origin.classes(), clip.split(), clip.fold(), clip.label());
    }
    print(origin.classes(), table);
    long bytes = manifest.shards().stream().mapToLong(Shard::bytes).sum();
    out.println(
        Message.of(
            "%d clips, %d frames, %d shards, %.1f MiB, %s",
            manifest.clips().size(),
            frames(manifest),
            manifest.shards().size(),
            bytes / 1048576.0,
            origin.format().label()
                + (origin.storeSize() > 0 ? " at " + origin.storeSize() + " pixels" : "")));
    out.println(
        Message.of(
            "pixel mean %s, std %s",
            shortened(origin.pixels().mean()), shortened(origin.pixels().std())));
    if (origin.quarantine().clips() > 0) {
      out.println(
          Message.of(
              "in quarantine: %d of %d clips, %s: see %s",
              origin.quarantine().clips(),
              origin.quarantine().listed(),
              origin.quarantine().reasons(),
              SetNotes.QUARANTINE));
    }
  }

  /**
   * How fast a set was made.
   *
   * @param seconds without those of Spark's start
   */
  void printSpeed(Manifest manifest, double seconds) {
    int clips = manifest.clips().size();
    long frames = frames(manifest);
    out.println(
        Message.of(
            "speed clips=%d frames=%d seconds=%.3f clips/s=%.1f frames/s=%.1f, Spark's start aside",
            clips, frames, seconds, clips / seconds, frames / seconds));
  }

  /** How a run ended. */
  void print(Preparation.Result result, String output, double seconds) {
    if (result.odd() > 0) {
      out.println(
          Message.of(
              "stored though some of their frames are odd, or lost with the end of a video: %d clips: see"
                  + " %s",
              result.odd(), SetNotes.ODD_FRAMES));
    }
    if (result.turned() > 0) {
      boolean applied = result.manifest().origin().decoding().exif() == Exif.APPLY;
      out.println(
          Message.of(
              "noted by a camera as not upright: images of %d clips, %s: see %s",
              result.turned(),
              applied ? "turned upright" : "stored as they are (prep.exif = apply turns them)",
              SetNotes.SOURCES));
    }
    if (result.unlisted() > 0) {
      out.println(
          Message.of(
              "among the clips, but in no list: %d folders or files: see %s",
              result.unlisted(), SetNotes.UNLISTED));
    }
    if (result.miscounted() > 0) {
      out.println(
          Message.of(
              "of another number of frames than their list says: %d clips, stored with those on disk;"
                  + " 'inspect quality' names them",
              result.miscounted()));
    }
    if (result.outcome() == Preparation.Outcome.WRITTEN) {
      out.printf(Locale.ROOT, "wrote %s in %.1f s%n", output, seconds);
    } else {
      out.println(
          Message.of(
              "found, complete, %s in %.1f s: lists, and names and sizes of the source's images, are those"
                  + " of the set; their content was not read (--verify does that)",
              output, seconds));
    }
  }

  /** The last line, for scripts: its form does not change. */
  void printCounts(Manifest manifest) {
    out.println(
        Message.of(
            "prep clips=%d frames=%d quarantined=%d",
            manifest.clips().size(), frames(manifest), manifest.origin().quarantine().clips()));
  }

  private static long frames(Manifest manifest) {
    return manifest.shards().stream().mapToLong(Shard::frames).sum();
  }

  private static void count(
      Map<String, int[]> table, ClassMap classes, String split, int fold, int label) {
    String row = fold > 0 ? String.format(Locale.ROOT, "fold %2d", fold) : split;
    table.computeIfAbsent(row, key -> new int[classes.size()])[label]++;
  }

  private void print(ClassMap classes, Map<String, int[]> table) {
    out.printf(Locale.ROOT, "%-8s %8s", "", "clips");
    classes.names().forEach(name -> out.print(" " + padded(name, name)));
    out.println();
    table.forEach(
        (row, counts) -> {
          out.printf(Locale.ROOT, "%-8s %8d", row, Arrays.stream(counts).sum());
          for (int c = 0; c < counts.length; c++) {
            out.print(" " + padded(Integer.toString(counts[c]), classes.name(c)));
          }
          out.println();
        });
  }

  /** As wide as the column of a class. */
  private static String padded(String text, String className) {
    return " ".repeat(Math.max(9, className.length()) - text.length()) + text;
  }

  private static String shortened(List<Double> numbers) {
    return numbers.stream().map(v -> String.format(Locale.ROOT, "%.4f", v)).toList().toString();
  }
}
