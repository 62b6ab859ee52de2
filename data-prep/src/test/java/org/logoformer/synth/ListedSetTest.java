package org.logoformer.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SynthConfig;
import org.logoformer.error.DataException;
import picocli.CommandLine;

class ListedSetTest {
  private static final String TRAIN = "War/Sad/0007 Sad\r\nCrime/Angry/0063 Angry\r\n";
  private static final String TEST = "War/Fear/0001 Fear\n";

  @TempDir Path folder;

  @Test
  void everyRowOfFerv39kBecomesAClipOfItsClass() throws IOException {
    ferv39k();
    SynthSet set = set("synth.layout=ferv39k");
    assertThat(set.clips())
        .extracting(SynthClip::folder)
        .containsExactly(
            "2_ClipsforFaceCrop/War/Sad/0007",
            "2_ClipsforFaceCrop/Crime/Angry/0063",
            "2_ClipsforFaceCrop/War/Fear/0001");
    assertThat(set.clips())
        .extracting(SynthClip::course)
        .containsExactly(Course.SAD, Course.ANGRY, Course.FEAR);
    assertThat(set.lists())
        .containsEntry("4_setups/All_scenes/train_All.csv", TRAIN)
        .containsEntry("4_setups/All_scenes/test_All.csv", TEST)
        .hasSize(2);
  }

  @Test
  void theCommandRendersAClipForEachRow() throws IOException {
    ferv39k();
    write("frame_counts.txt", "War/Sad/0007 28\nCrime/Angry/0063 1\n");
    Path out = folder.resolve("out");
    String[] words = {
      "synth.list=" + folder,
      "synth.output=" + out,
      "synth.size=16",
      "synth.frames-min=2",
      "synth.frames-max=3",
      "spark.master=local[1]",
      "spark.conf.\"spark.ui.enabled\"=false"
    };
    assertThat(new CommandLine(new SynthCommand()).execute(words)).isZero();
    assertThat(jpegs(out.resolve("2_ClipsforFaceCrop/War/Sad/0007"))).isEqualTo(3);
    assertThat(jpegs(out.resolve("2_ClipsforFaceCrop/Crime/Angry/0063"))).isEqualTo(2);
    assertThat(out.resolve("4_setups/All_scenes/train_All.csv")).content().isEqualTo(TRAIN);
  }

  private static long jpegs(Path clip) throws IOException {
    try (var files = Files.list(clip)) {
      return files.filter(f -> f.toString().endsWith(".jpg")).count();
    }
  }

  @Test
  void publishedNumbersOfFramesAreKeptWithinTheBoundsThatAreAskedFor() throws IOException {
    ferv39k();
    write("frame_counts.txt", "War/Sad/0007 28\nCrime/Angry/0063 3\nWar/Fear/0001 9\n");
    assertThat(set("synth.frames-min=8", "synth.frames-max=12").clips())
        .extracting(SynthClip::frames)
        .containsExactly(12, 8, 9);
  }

  @Test
  void foldsOfDfewAreThoseOfTheLists() throws IOException {
    for (int fold = 1; fold <= 2; fold++) {
      int tested = fold;
      write("test(single-labeled)/set_" + fold + ".csv", dfew(tested));
      write("train(single-labeled)/set_" + fold + ".csv", dfew(3 - tested));
    }
    SynthSet set = set("synth.layout=dfew");
    assertThat(set.clips())
        .extracting(SynthClip::folder)
        .containsExactly("Clip/clip_224x224/00001", "Clip/clip_224x224/00002");
    assertThat(set.clips()).extracting(SynthClip::fold).containsExactly(1, 2);
    assertThat(set.clips()).extracting(SynthClip::course).containsExactly(Course.FEAR, Course.FEAR);
    assertThat(set.lists().keySet())
        .contains("EmoLabel_DataSplit/test(single-labeled)/set_1.csv")
        .hasSize(4);
  }

  @Test
  void aCountThatIsNoneNamesItsLine() throws IOException {
    ferv39k();
    write("frame_counts.txt", "War/Sad/0007 28\nCrime/Angry/0063\n");
    assertThatThrownBy(this::set)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("frame_counts.txt:2: expected 'clip frames'");
  }

  @Test
  void aFolderWithoutListsIsNamed() {
    assertThatThrownBy(this::set)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train_All.csv is missing")
        .hasMessageContaining("synth.list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ferv39k", "dfew"})
  void aFolderThatIsNotThereIsNamedWithItsKeyWhateverTheLayout(String layout) {
    LogoConfig config =
        LogoConfig.of("synth.list=\"" + folder + "/none\"", "synth.layout=" + layout);
    assertThatThrownBy(() -> ListedSet.of(config.synth(), new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("synth.list = file:" + folder + "/none is not there");
  }

  private static String dfew(int id) {
    return "video_name,label\n" + id + ",7\n";
  }

  private void ferv39k() throws IOException {
    write("train_All.csv", TRAIN);
    write("test_All.csv", TEST);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private SynthSet set(String... settings) {
    SynthConfig config = LogoConfig.of("synth.list=\"" + folder + "\"").with(settings).synth();
    return ListedSet.of(config, new Configuration());
  }
}
