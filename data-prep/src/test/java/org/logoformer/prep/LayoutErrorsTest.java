package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;

class LayoutErrorsTest {
  @TempDir Path root;

  @Nested
  class Ferv39k {
    @BeforeEach
    void tree() {
      Trees.ferv39k(root);
    }

    @Test
    void anUnknownClassNamesItsLine() throws Exception {
      append("train", "Crime/Joy/0001 Joy");

      assertRefused("All_scenes/train_All.csv:15: unknown class 'Joy'", "Happy, Sad");
    }

    @Test
    void aNumberInsteadOfAClassIsNotGuessedAt() throws Exception {
      append("train", "Crime/Sad/0009 1");

      assertRefused("train_All.csv:15: unknown class '1'", "not guessed at");
    }

    @Test
    void aLabelThatContradictsItsFolderIsRefused() throws Exception {
      append("test", "Crime/Sad/0009 Happy");

      assertRefused("test_All.csv:15: the folder says Sad, the label Happy");
    }

    @Test
    void aDuplicateNamesBothLines() throws Exception {
      append("train", "Crime/Happy/0001 Happy");

      assertRefused("train_All.csv:15: duplicate of All_scenes/train_All.csv:1");
    }

    @Test
    void theSameClipInTrainAndTestNamesBothLines() throws Exception {
      append("test", "Crime/Sad/0001 Sad");

      assertRefused("test_All.csv:15: is in test and also at All_scenes/train_All.csv:2");
    }

    @Test
    void aPathThatLeadsOutIsRefused() throws Exception {
      append("train", "../Happy/0001 Happy");

      assertRefused("train_All.csv:15: '../Happy/0001' is not Scene/Emotion/clip");
    }

    @Test
    void allErrorsAreCountedAndTheFirstAreShown() throws Exception {
      for (int i = 0; i < 30; i++) {
        append("train", "Crime/Joy/%04d Joy".formatted(i));
      }

      assertRefused("30 errors in the lists", "train_All.csv:24", "... and 20 more");
    }

    @Test
    void aMissingListIsNamed() throws Exception {
      Files.delete(root.resolve("4_setups/All_scenes/test_All.csv"));

      assertRefused("test_All.csv is missing");
    }

    @Test
    void anArchiveUnpackedInPartsSideBySideIsExplained() throws Exception {
      Files.createDirectories(root.resolve("2_ClipsforFaceCrop-001/2_ClipsforFaceCrop"));

      assertRefused(
          "Several folders 2_ClipsforFaceCrop", "side by side", "move the content of all");
    }

    @Test
    void aChangeBesideItsHiddenChecksumSaysWhatToDo() throws Exception {
      org.apache.hadoop.fs.Path list =
          new org.apache.hadoop.fs.Path(root.resolve("4_setups/All_scenes/train_All.csv").toUri());
      try (java.io.OutputStream out =
          org.apache.hadoop.fs.FileSystem.getLocal(new Configuration()).create(list)) {
        out.write(1);
      }
      append("train", "Crime/Sad/0009 Sad");

      assertRefused("delete .train_All.csv.crc");
    }

    @Test
    void aMissingMarkerFolderIsNamed() throws Exception {
      Files.move(root.resolve("4_setups"), root.resolve("setups"));

      assertRefused("No folder 4_setups at or below");
    }

    private void append(String split, String line) throws Exception {
      Path list = root.resolve("4_setups/All_scenes/" + split + "_All.csv");
      Files.writeString(list, Files.readString(list) + line + "\n");
    }

    private void assertRefused(String... parts) {
      LayoutErrorsTest.this.assertRefused(Layout.FERV39K, new String[0], parts);
    }
  }

  @Nested
  class Dfew {
    @ParameterizedTest
    @ValueSource(strings = {"(single-labeled)", "(single_labeled)"})
    void bothSpellingsAreRead(String spelling) {
      Trees.dfew(root, spelling);

      Listing listing = Layouts.read(Trees.config(Layout.DFEW, root, "out"), new Configuration());

      assertThat(listing.clips()).hasSize(21);
      assertThat(listing.clips().get(1).id()).isEqualTo("00002");
      assertThat(listing.clips().get(1).label()).isEqualTo(2);
      assertThat(listing.clips().get(1).fold()).isEqualTo(3);
    }

    @Test
    void aLabelOutsideTheBaseNamesItsLine() {
      Trees.dfew(root, "(single-labeled)");
      String[] base = {"prep.label-base=0"};

      assertRefused(Layout.DFEW, base, "label 7, but with prep.label-base=0 labels are 0 to 6");
    }

    @Test
    void aBaseThatLeavesTheLastClassEmptyIsRefused() {
      dfewOf("1,0\n2,1\n", "3,5\n4,4\n");

      assertRefused(Layout.DFEW, new String[0], "set_1.csv:2: label 0");
      assertRefused(Layout.DFEW, new String[0], "labels are 1 to 7");
      dfewOf("1,1\n2,1\n", "3,5\n4,4\n");
      assertRefused(Layout.DFEW, new String[0], "label 7", "try 0");
    }

    @Test
    void aClipInTrainAndTestOfAFoldNamesBothLines() {
      dfew("1,1\n2,7\n", "3,5\n2,7\n", "3,5\n", "1,1\n2,7\n");

      assertRefused(Layout.DFEW, new String[0], "set_1.csv:3: is in train and also at", "overlap");
    }

    @Test
    void aClipTestedInTwoFoldsIsRefused() {
      dfew("1,1\n2,7\n", "3,5\n", "3,5\n2,7\n", "1,1\n");

      assertRefused(Layout.DFEW, new String[0], "set_2.csv:3: is a test clip of two folds");
    }

    @Test
    void aClipThatChangesItsLabelIsRefused() {
      dfew("1,1\n2,7\n", "3,5\n", "3,5\n", "1,2\n2,7\n");

      assertRefused(Layout.DFEW, new String[0], "set_2.csv:2: has another label than at");
    }

    @Test
    void aClipMissingFromTrainingIsRefused() {
      dfew("1,1\n2,7\n", "3,5\n", "3,5\n", "2,7\n");

      assertRefused(Layout.DFEW, new String[0], "is in the training lists of folds [] only");
    }

    @Test
    void foldersOfAnotherNameAreShown() throws Exception {
      Trees.dfew(root, "(single-labeled)");
      Path lists = root.resolve("EmoLabel_DataSplit");
      Files.move(lists.resolve("test(single-labeled)"), lists.resolve("test_single"));

      assertRefused(
          Layout.DFEW,
          new String[0],
          "No folder test(single-labeled) in",
          "there is [test_single, train(single-labeled)]");
    }

    @Test
    void listsOfAnotherNameAreShown() throws Exception {
      Trees.dfew(root, "(single-labeled)");
      Path lists = root.resolve("EmoLabel_DataSplit/test(single-labeled)");
      for (int fold = 1; fold <= 3; fold++) {
        Files.move(lists.resolve("set_" + fold + ".csv"), lists.resolve("Set" + fold + ".csv"));
      }

      assertRefused(
          Layout.DFEW, new String[0], "for k = []", "there is [Set1.csv, Set2.csv, Set3.csv]");
    }

    @Test
    void aGapInTheSetsIsRefused() throws Exception {
      Trees.dfew(root, "(single-labeled)");
      Path lists = root.resolve("EmoLabel_DataSplit/test(single-labeled)");
      Files.move(lists.resolve("set_3.csv"), lists.resolve("set_4.csv"));

      assertRefused(
          Layout.DFEW, new String[0], "have gaps: k = [1, 2, 4] for test and [1, 2, 3] for train");
    }

    @Test
    void aLabelWrittenAsAFractionIsExplained() {
      dfewOf("1,1\n2,5.0\n", "3,5\n4,4\n");

      assertRefused(
          Layout.DFEW, new String[0], "set_1.csv:3: label '5.0' is no whole number", "pandas");
    }

    @Test
    void aListWithoutItsHeaderIsRefused() {
      Trees.dfew(root, "(single-labeled)");
      Trees.write(root.resolve("EmoLabel_DataSplit/test(single-labeled)/set_2.csv"), "1,2\n4,5\n");

      assertRefused(Layout.DFEW, new String[0], "set_2.csv:1: expected the header");
    }

    private void dfewOf(String test1, String test2) {
      dfew(test1, test2, test2, test1);
    }

    private void dfew(String test1, String train1, String test2, String train2) {
      String[] lists = {test1, train1, test2, train2};
      for (int i = 0; i < 4; i++) {
        String folder = i % 2 == 0 ? "test(single-labeled)" : "train(single-labeled)";
        Path list = root.resolve("EmoLabel_DataSplit/" + folder + "/set_" + (i / 2 + 1) + ".csv");
        Trees.write(list, "video_name,label\n" + lists[i]);
      }
      Trees.frames(root.resolve("Clip/clip_224x224/00001"), 1, "%d.jpg", 1);
    }
  }

  @Nested
  class Lists {
    @Test
    void pathsMayHoldBlanksAndSplitsMayBeNamed() {
      Path list = root.resolve("list.txt");
      Trees.write(list, "a clip Happy\nother/clip Fear test\n");

      Listing listing = Layouts.read(config(list), new Configuration());

      assertThat(listing.clips())
          .extracting(ListedClip::id)
          .containsExactly("a clip", "other/clip");
      assertThat(listing.clips()).extracting(ListedClip::split).containsExactly("train", "test");
      assertThat(listing.clips()).extracting(ListedClip::label).containsExactly(0, 6);
    }

    @Test
    void everyBadLineIsNamed() {
      Path list = root.resolve("list.txt");
      Trees.write(list, "a Happy\n\nb Joy\na Happy test\n../c Sad\nalone\n");

      assertThatThrownBy(() -> Layouts.read(config(list), new Configuration()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("list.txt:3: unknown class 'Joy'")
          .hasMessageContaining("list.txt:4: the same clip as")
          .hasMessageContaining("list.txt:5: '../c' is no path")
          .hasMessageContaining("list.txt:6: expected");
    }

    @Test
    void aListIsNeeded() {
      assertThatThrownBy(
              () -> Layouts.read(Trees.config(Layout.LIST, root, "out"), new Configuration()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("prep.list");
    }

    private org.logoformer.config.PrepConfig config(Path list) {
      return Trees.config(Layout.LIST, root, "out", "prep.list=\"" + list + "\"");
    }
  }

  private void assertRefused(Layout layout, String[] keys, String... parts) {
    assertThatThrownBy(
            () -> Layouts.read(Trees.config(layout, root, "out", keys), new Configuration()))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }
}
