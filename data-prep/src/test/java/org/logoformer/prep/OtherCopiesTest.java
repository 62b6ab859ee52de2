package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;

/** FERV39K and DFEW as other people's copies have them. */
class OtherCopiesTest {
  private static final String PARTS = "prep.clips-folders=parts";

  @TempDir Path root;

  @Test
  void aFolderOfAnotherNameIsNamedAndTaken(@TempDir Path elsewhere) throws Exception {
    Trees.dfew(root, "(single-labeled)");
    Files.move(root.resolve("Clip/clip_224x224"), root.resolve("Clip/jpg_256"));

    assertRefused(
        Layout.DFEW,
        "No folder clip_224x224 at or below",
        "/Clip/jpg_256]",
        "prep.clips-folder = Clip/jpg_256");
    for (String name : new String[] {"jpg_256", "Clip/jpg_256"}) {
      assertThat(folder(read(Layout.DFEW, "prep.clips-folder=" + name), 0))
          .endsWith("/Clip/jpg_256/00001");
    }
    Files.move(root.resolve("Clip"), elsewhere.resolve("Clip"));
    assertRefused(
        Layout.DFEW, "no folder with clips of the lists, such as 00001", "[EmoLabel_DataSplit]");
  }

  @Test
  void ferv39kMayHaveAnotherFolderToo() throws Exception {
    Trees.ferv39k(root);
    Files.move(root.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop"), root.resolve("jpg_256"));
    Files.delete(root.resolve("2_ClipsforFaceCrop-002"));

    assertRefused(Layout.FERV39K, "prep.clips-folder = jpg_256");
    assertThat(folder(read(Layout.FERV39K, "prep.clips-folder=jpg_256"), 0))
        .endsWith("/jpg_256/Crime/Happy/0001");
  }

  @Test
  void theFolderIsOnTheStorageOfTheSource() {
    Trees.dfew(root, "(single-labeled)");
    assertThatThrownBy(() -> read(Layout.DFEW, "prep.clips-folder=\"hdfs://nowhere.invalid/x\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prep.clips-folder = hdfs://nowhere.invalid/x is on other storage");
  }

  @Test
  void partsOfAnArchiveSideBySideAreOne() throws Exception {
    Trees.ferv39k(root);
    Path first = root.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop");
    Path second = root.resolve("more/2_ClipsforFaceCrop-001/2_ClipsforFaceCrop");
    Files.createDirectories(second.resolve("Crime"));
    Files.move(first.resolve("War"), second.resolve("War"));
    Files.move(first.resolve("Crime/Fear"), second.resolve("Crime/Fear"));

    Listing listing = read(Layout.FERV39K, PARTS);

    assertThat(listing.clips())
        .allMatch(clip -> Files.isDirectory(Path.of(clip.folder().replaceFirst("^file:", ""))));
    assertThat(listing.clips()).anyMatch(clip -> clip.folder().contains("ClipsforFaceCrop-001"));
    Files.createDirectories(second.resolve("Crime/Sad/0001"));
    assertRefused(
        Layout.FERV39K, new String[] {PARTS}, "1 clip(s) are in several", "Crime/Sad/0001");
  }

  @Test
  void clipsThatNoPartHasAreMissingFolders() {
    Trees.ferv39k(root);

    assertThat(folder(read(Layout.FERV39K, PARTS), 0))
        .endsWith("2_ClipsforFaceCrop/Crime/Happy/0001");
  }

  @Test
  void theListsOfOneSceneMayBeTakenAlone() {
    Trees.ferv39k(root);
    Listing chosen = read(Layout.FERV39K, "prep.scene=War");
    assertThat(chosen.clips()).hasSize(14).allMatch(clip -> clip.scene().equals("War"));
    assertThat(chosen.notes()).hasSize(1);
    assertThat(read(Layout.FERV39K, "prep.scene=war").clips()).isEqualTo(chosen.clips());
    assertRefused(Layout.FERV39K, new String[] {"prep.scene=Peace"}, "which are [Crime, War]");

    Path scenes = root.resolve("4_setups/22_scenes");
    Trees.write(scenes.resolve("train_War.csv"), "War/Sad/0001 Sad\n");
    Trees.write(scenes.resolve("test_War.csv"), "War/Sad/0002 Sad\n");
    Listing own = read(Layout.FERV39K, "prep.scene=War");
    assertThat(own.clips()).extracting(ListedClip::split).containsExactly("train", "test");
    assertThat(own.sources()).containsKey("22_scenes/train_War.csv");
    assertRefused(
        Layout.FERV39K, new String[] {"prep.scene=Crime"}, "but [test_War.csv, train_War.csv]");
  }

  @ParameterizedTest
  @CsvSource({
    "War_train.csv, War_test.csv",
    "War/train.csv, War/test.csv",
    "train/War.csv, test/War.csv",
    "war/Train_War.txt, war/Test_War.txt"
  })
  void theListsOfASceneAreKnownByTheWordsOfTheirNames(String train, String test) {
    Trees.ferv39k(root);
    Path scenes = root.resolve("4_setups/22_scenes");
    Trees.write(scenes.resolve(train), "War/Sad/0001 Sad\n");
    Trees.write(scenes.resolve(test), "Sad/0002 Sad\n"); // paths within the scene
    Trees.write(scenes.resolve("train_Warsaw.csv"), "Warsaw/Sad/0001 Sad\n");

    for (String scene : List.of("War", "war")) {
      assertThat(read(Layout.FERV39K, "prep.scene=" + scene).clips())
          .extracting(ListedClip::id, ListedClip::split)
          .containsExactly(tuple("War/Sad/0001", "train"), tuple("War/Sad/0002", "test"));
    }

    Trees.write(scenes.resolve("train_War.csv"), "War/Sad/0001 Sad\n");
    Trees.write(scenes.resolve("test_War.csv"), "War/Sad/0002 Sad\n");
    assertRefused(
        Layout.FERV39K, new String[] {"prep.scene=War"}, "not one pair of lists", "train_War.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Daily_Life", "dailylife", "daily_life", "DailyLife", "Daily Life"})
  void aSceneMayBeSpelledInSeveralWays(String scene) {
    Trees.ferv39k(root);
    Path setups = root.resolve("4_setups");
    Trees.write(setups.resolve("All_scenes/train_All.csv"), "Daily_Life/Sad/0001 Sad\n");
    assertThat(read(Layout.FERV39K, "prep.scene=" + scene).clips())
        .extracting(ListedClip::id)
        .containsExactly("Daily_Life/Sad/0001");

    Trees.write(setups.resolve("22_scenes/Daily_Life/train_Daily_Life.csv"), "Sad/0001 Sad\n");
    Trees.write(setups.resolve("22_scenes/Daily_Life/test_Daily_Life.csv"), "Sad/0002 Sad\n");
    assertThat(read(Layout.FERV39K, "prep.scene=" + scene).clips())
        .extracting(ListedClip::id)
        .containsExactly("Daily_Life/Sad/0001", "Daily_Life/Sad/0002");
  }

  private Listing read(Layout layout, String... keys) {
    return Layouts.read(Trees.config(layout, root, "out", keys), new Configuration());
  }

  private void assertRefused(Layout layout, String... parts) {
    assertRefused(layout, new String[0], parts);
  }

  private void assertRefused(Layout layout, String[] keys, String... parts) {
    assertThatThrownBy(() -> read(layout, keys))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private static String folder(Listing listing, int clip) {
    return listing.clips().get(clip).folder();
  }
}
