package org.logoformer.prep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.SynthConfig.Layout;

/**
 * The lists of a data set without its clips, as its authors hand them out.
 *
 * @param clips in the order of the lists
 * @param texts content of each list, by its place below the root of the data set
 */
public record PublishedLists(List<Clip> clips, Map<String, String> texts) {
  /**
   * A clip of the lists.
   *
   * @param id such as {@code Crime/Angry/0063} or {@code 02522}
   * @param label index into the classes
   * @param part 0 train and 1 test, or the fold that tests on it, from 1
   */
  public record Clip(String id, int label, int part) {}

  /**
   * Reads and checks the lists.
   *
   * @param folder of {@code train_All.csv} and {@code test_All.csv}, or of DFEW's folders {@code
   *     train(single-labeled)} and {@code test(single-labeled)}
   * @throws org.logoformer.error.DataException naming lines, if they are wrong or missing
   */
  public static PublishedLists read(Layout layout, FileSystem files, Path folder)
      throws IOException {
    return switch (layout) {
      case FERV39K -> {
        Listing listing = new Ferv39kLayout(files).read(folder);
        yield of(listing, "4_setups/All_scenes/", files, folder, "train_All.csv", "test_All.csv");
      }
      case DFEW -> {
        Listing listing = new DfewLayout(files, 1).read(folder);
        String[] lists = listing.sources().keySet().toArray(String[]::new);
        yield of(listing, "EmoLabel_DataSplit/", files, folder, lists);
      }
    };
  }

  private static PublishedLists of(
      Listing listing, String place, FileSystem files, Path folder, String... lists)
      throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (String list : lists) {
      try (InputStream in = files.open(new Path(folder, list))) {
        texts.put(place + list, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    List<Clip> clips =
        listing.clips().stream()
            .map(c -> new Clip(c.id(), c.label(), c.split().equals("test") ? 1 : c.fold()))
            .toList();
    return new PublishedLists(clips, texts);
  }
}
