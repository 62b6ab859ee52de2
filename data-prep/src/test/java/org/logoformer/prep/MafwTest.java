package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/** MAFW: eleven classes by name and five folds, each with two lists of its own. */
class MafwTest {
  private static final List<String> CLASSES =
      List.of(
          "anger",
          "disgust",
          "fear",
          "happiness",
          "neutral",
          "sadness",
          "surprise",
          "contempt",
          "anxiety",
          "helplessness",
          "disappointment");
  private static final int FOLDS = 5;
  private static final int CLIPS = 55;

  @TempDir Path root;

  @Test
  void allFoldsBecomeOneSet() {
    Path lists = root.resolve("Train & Test Set/single/no_caption");
    for (int fold = 1; fold <= FOLDS; fold++) {
      List<String> train = new ArrayList<>();
      List<String> test = new ArrayList<>();
      for (int clip = 1; clip <= CLIPS; clip++) {
        String line = "%05d.mp4 %s".formatted(clip, CLASSES.get(clip % CLASSES.size()));
        (clip % FOLDS == fold - 1 ? test : train).add(line);
      }
      Trees.write(lists.resolve("set_" + fold + "/train.txt"), String.join("\r\n", train));
      Trees.write(lists.resolve("set_" + fold + "/test.txt"), String.join("\r\n", test));
    }
    for (int clip = 1; clip <= CLIPS; clip++) {
      Trees.frames(root.resolve("data/frames/%05d".formatted(clip)), 2, "%d.jpg", clip);
    }
    PrepConfig config =
        Trees.config(
            Layout.LIST,
            root.resolve("data/frames"),
            root.resolve("out"),
            "prep.list=\"" + lists + "/set_{fold}/{split}.txt\"",
            "prep.classes=[" + String.join(",", CLASSES) + "]");
    List<String> told = new ArrayList<>();

    Manifest manifest;
    try (JavaSparkContext spark = PreparationFixture.context(2)) {
      manifest = new Preparation(spark, config, told::add).run().manifest();
      assertThat(new Preparation(spark, config).run().outcome())
          .isEqualTo(Preparation.Outcome.FOUND);
      assertThat(new Preparation(spark, config).verify()).isEqualTo(manifest);
    }

    assertThat(told)
        .containsExactly(
            "list read as 'path label', separated by blanks; 11 classes by name",
            "the videos of the list are not there, folders of their names are: taken",
            "frames are taken as face crops; of whole frames, prep.boxes says where the faces are");
    assertThat(manifest.origin().classes().names()).isEqualTo(CLASSES);
    assertThat(manifest.origin().sources()).hasSize(10).containsKey("set_5/test.txt");
    assertThat(manifest.clips()).hasSize(CLIPS).allMatch(clip -> clip.split().isEmpty());
    for (ClipRecord clip : manifest.clips()) {
      int number = Integer.parseInt(clip.id());
      assertThat(clip.fold()).isEqualTo(number % FOLDS + 1);
      assertThat(clip.label()).isEqualTo(number % CLASSES.size());
    }
    // Other classes are another set, though their numbers are the same.
    PrepConfig renamed =
        Trees.config(
            Layout.LIST,
            root.resolve("data/frames"),
            root.resolve("out"),
            "prep.list=\"" + lists + "/set_{fold}/{split}.txt\"");
    assertThat(Layouts.read(renamed, new Configuration()).classes().names())
        .isSorted()
        .containsExactlyInAnyOrderElementsOf(CLASSES);
  }
}
