package org.logoformer.jobs.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.Frames;
import org.logoformer.jobs.picture.ContactSheet;
import org.logoformer.random.Keyed;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.transform.Resize;

/** Some frames of some clips, for people to look at. */
public final class ClipPhotos {
  /** What draws the clips of a contact sheet: the same of each set, every time. */
  private static final long SEED = 20;

  private static final int OPEN_SHARDS = 8;
  private static final int CLIPS = 4; // of a class

  private ClipPhotos() {}

  /**
   * The first frame, the middle one and the last one, {@code [3, height, width, 3]}, as large as
   * fits a square of {@link ContactSheet#FRAME} pixels.
   */
  static Frames of(ShardSet set, ClipRecord clip) {
    int longer = Math.max(clip.placement().height(), clip.placement().width());
    double scale = (double) ContactSheet.FRAME / longer;
    int height = Math.max(1, (int) Math.round(scale * clip.placement().height()));
    int width = Math.max(1, (int) Math.round(scale * clip.placement().width()));
    int last = clip.frames() - 1;
    int[] shown = {0, last / 2, last};
    byte[] rgb = new byte[Math.toIntExact(shown.length * Frames.bytesPerFrame(height, width))];
    for (int i = 0; i < shown.length; i++) {
      // One at a time: those of a film fill the memory.
      Frames small = Resize.ANTIALIAS.apply(set.read(clip, new int[] {shown[i]}), height, width);
      System.arraycopy(small.rgb(), 0, rgb, i * small.frameBytes(), small.frameBytes());
    }
    return new Frames(shown.length, height, width, rgb);
  }

  /**
   * Some clips of a class.
   *
   * @param all how many the class has
   */
  public record Clips(String name, int all, List<ContactSheet.Clip> drawn) {
    /** Copies the list. */
    public Clips {
      drawn = List.copyOf(drawn);
    }
  }

  /**
   * Draws some clips of each class, of at most as many classes as fit a picture, and reads three
   * frames of each.
   *
   * @throws org.logoformer.error.DataException if there is no set, or a drawn clip is damaged
   */
  public static List<Clips> drawn(Configuration hadoop, Path folder) throws IOException {
    try (ShardSet set = ShardSet.open(hadoop, folder, OPEN_SHARDS)) {
      List<String> names = set.manifest().origin().classes().names();
      List<Clips> classes = new ArrayList<>();
      for (int label = 0; label < Math.min(names.size(), ContactSheet.MOST_ROWS); label++) {
        classes.add(drawn(set, names.get(label), label));
      }
      return classes;
    }
  }

  private static Clips drawn(ShardSet set, String name, int label) {
    List<ClipRecord> all = set.manifest().clips().stream().filter(c -> c.label() == label).toList();
    List<ContactSheet.Clip> drawn =
        drawn(all).stream().map(c -> new ContactSheet.Clip(c.id(), of(set, c))).toList();
    return new Clips(name, all.size(), drawn);
  }

  /** A PNG of drawn clips. */
  public static byte[] sheet(String title, List<Clips> classes) {
    List<ContactSheet.Row> rows =
        classes.stream()
            .map(c -> new ContactSheet.Row("%s (%d clips)".formatted(c.name(), c.all()), c.drawn()))
            .toList();
    String what = "first, middle and last frame of up to %d clips of a class".formatted(CLIPS);
    return ContactSheet.png(title + ": " + what, rows);
  }

  /** By a key of each clip's name: another clip more or less moves none of the others. */
  static List<ClipRecord> drawn(List<ClipRecord> clips) {
    long[] draws = clips.stream().mapToLong(c -> Keyed.of(SEED, c.id()).nextLong()).toArray();
    return IntStream.range(0, draws.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(i -> draws[i]).thenComparing(i -> clips.get(i).id()))
        .limit(CLIPS)
        .map(clips::get)
        .toList();
  }
}
