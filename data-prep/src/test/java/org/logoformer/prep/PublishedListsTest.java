package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.PrepConfig.Layout;

/** The lists of both data sets, in full, as they were published. */
class PublishedListsTest {
  @TempDir Path root;

  @Test
  void ferv39kHasTheClipsOfEveryClassThatItsPaperCounts() throws Exception {
    Files.createDirectories(root.resolve("2_ClipsforFaceCrop"));
    for (String split : List.of("train", "test")) {
      Trees.write(
          root.resolve("4_setups/All_scenes/" + split + "_All.csv"),
          Trees.published("ferv39k-" + split + "_All.csv"));
    }

    Listing listing = Layouts.read(Trees.config(Layout.FERV39K, root, "out"), new Configuration());

    assertThat(counts(listing, "train")).containsExactly(5854, 5523, 7790, 5906, 2502, 1833, 1680);
    assertThat(counts(listing, "test")).containsExactly(1473, 1393, 1958, 1487, 638, 467, 431);
    assertThat(listing.clips().stream().map(ListedClip::scene).distinct()).hasSize(22);
  }

  @Test
  void dfewHasTheFoldsOfItsPaper() throws Exception {
    Files.createDirectories(root.resolve("Clip/clip_224x224"));
    for (String split : List.of("train", "test")) {
      for (int fold = 1; fold <= 5; fold++) {
        Trees.write(
            root.resolve("EmoLabel_DataSplit/%s(single-labeled)/set_%d.csv".formatted(split, fold)),
            Trees.published("dfew-%s-set_%d.csv".formatted(split, fold)));
      }
    }

    Listing listing = Layouts.read(Trees.config(Layout.DFEW, root, "out"), new Configuration());

    assertThat(listing.clips()).hasSize(11_697);
    int[] tests = new int[6];
    int[] disgust = new int[6];
    for (ListedClip clip : listing.clips()) {
      tests[clip.fold()]++;
      disgust[clip.fold()] += clip.label() == 5 ? 1 : 0;
    }
    assertThat(tests).containsExactly(0, 2341, 2341, 2340, 2339, 2336);
    assertThat(Arrays.copyOfRange(disgust, 1, 6)).containsOnly(29);
    assertThat(listing.clips().get(0).folder()).endsWith("clip_224x224/00001");

    Files.createDirectories(root.resolve("Clip/clip_224x224_16f"));
    Listing interpolated =
        Layouts.read(
            Trees.config(Layout.DFEW, root, "out", "prep.dfew-clips=clip_224x224_16f"),
            new Configuration());
    assertThat(interpolated.clips().get(0).folder()).endsWith("clip_224x224_16f/00001");
  }

  @Test
  void bothGoInAsListsOfAnyDataSet() {
    for (String split : List.of("train", "test")) {
      Trees.write(
          root.resolve(split + "_All.csv"), Trees.published("ferv39k-" + split + "_All.csv"));
      for (int fold = 1; fold <= 5; fold++) {
        Trees.write(
            root.resolve("%s(single-labeled)/set_%d.csv".formatted(split, fold)),
            Trees.published("dfew-%s-set_%d.csv".formatted(split, fold)));
      }
    }

    Listing ferv39k = lists("{train=train_All|test=test_All}.csv");
    assertThat(counts(ferv39k, "train")).containsExactly(5854, 5523, 7790, 5906, 2502, 1833, 1680);
    assertThat(counts(ferv39k, "test")).containsExactly(1473, 1393, 1958, 1487, 638, 467, 431);
    assertThat(ferv39k.classes()).isEqualTo(ClassMap.EMOTIONS);

    Listing dfew =
        lists(
            "{train=train(single-labeled)|test=test(single-labeled)}/set_{fold}.csv",
            "prep.classes=[Happy,Sad,Neutral,Angry,Surprise,Disgust,Fear]");
    assertThat(dfew.clips()).hasSize(11_697);
    assertThat(dfew.clips().stream().filter(c -> c.fold() == 5)).hasSize(2336);
    assertThat(dfew.clips().stream().filter(c -> c.fold() == 1 && c.label() == 5)).hasSize(29);
    assertThat(dfew.notes().get(0))
        .contains("'path label'", "commas", "7 classes by numbers from 1");
  }

  private Listing lists(String pattern, String... keys) {
    List<String> all = new ArrayList<>(List.of("prep.list=\"" + root + "/" + pattern + "\""));
    all.addAll(List.of(keys));
    return Layouts.read(
        Trees.config(Layout.LIST, root, "out", all.toArray(String[]::new)), new Configuration());
  }

  private static int[] counts(Listing listing, String split) {
    int[] counts = new int[7];
    listing.clips().stream().filter(c -> c.split().equals(split)).forEach(c -> counts[c.label()]++);
    return counts;
  }
}
