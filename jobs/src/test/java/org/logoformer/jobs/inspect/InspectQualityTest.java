package org.logoformer.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.dataset.PlantedShards;

final class InspectQualityTest {
  @TempDir static Path folder;

  private static CommandLineRun run;
  private static Path tables;

  @BeforeAll
  static void inspect() throws IOException {
    PlantedShards.write(folder.resolve("set"));
    run = quality("set", "--subject", "^([0-9]+)_");
    tables = folder.resolve("set/quality_files");
  }

  @Test
  void theLastLineSaysWhatMattersMost() {
    assertThat(run.error()).isEmpty();
    assertThat(run.out().lines().reduce((a, b) -> b))
        .contains("quality clips=33 equal-across=2 near-across=1 damaged=1");
  }

  @Test
  void everyKindOfFaultIsCounted() throws IOException {
    assertThat(table("checks"))
        .contains(
            "in quarantine,2,\"listed, but not stored\"",
            "damaged,1,their shard is not as it was written",
            "\"equal, across a split\",2,trained on and tested on: results are too good",
            "\"equal, within a split\",2,count more than others",
            "\"alike, across a split, pairs\",1,perhaps cut from one film",
            "\"alike, within a split, pairs\",0,",
            "odd frames,1,stored though files do not belong together",
            "broken tails,1,videos cut off: stored up to there",
            "miscounted,0,their list tells other frames",
            "\"of subjects in train and test, subjects\",1,",
            "in no list,1,folders among the clips",
            "short,1,fewer than the network's 16 frames",
            "of another size,3,at the source",
            "dark,1,mean brightness below 25",
            "bright,1,mean brightness above 230",
            "with empty frames,1,one tone all over",
            "still,2,all frames are equal")
        .anyMatch(row -> row.startsWith("turned by a camera,1,"));
  }

  @Test
  void everyFaultIsNamed() throws IOException {
    assertThat(table("equal-clips"))
        .containsExactly(
            "Clip,Group,Split,Class,Notable",
            "twin/equal_train,1,train,Sad,across a split",
            "twin/equal_test,1,test,Sad,across a split",
            "twin/label,2,train,Neutral,other class",
            "twin/other_label,2,train,Disgust,other class");
    assertThat(table("near-clips"))
        .hasSize(2)
        .element(1)
        .asString()
        .matches("near/early,near/late,66[.]6+,train,test,Surprise,Surprise");
    assertThat(table("shared-subjects")).containsExactly("Subject,Splits", "1003,\"test, train\"");
    assertThat(table("short-clips")).contains("short,train,Happy,5");
    assertThat(table("dark-clips")).hasSize(2).anyMatch(row -> row.startsWith("dark,train,"));
    assertThat(table("bright-clips")).hasSize(2).anyMatch(row -> row.startsWith("bright,train,"));
    assertThat(table("flat-clips")).contains("empty,test,Happy,90,16,16");
    assertThat(table("still-clips")).hasSize(3).anyMatch(row -> row.startsWith("still,train,"));
    assertThat(table("odd-sizes"))
        .contains("1003_a,80,90,0", "1004_a,640,224,0", "1005_a,200 to 224,224,2");
    assertThat(table("turned")).contains("1005_a,200 to 224,224,2");
    assertThat(table("quarantine")).contains("gone,missing-folder,there is no folder,train.csv:7");
    assertThat(table("unlisted")).contains("hdfs://n/faces/9999");
    assertThat(table("damaged")).anyMatch(row -> row.startsWith("damaged,") && row.contains("CRC"));
    assertThat(table("clips"))
        .hasSize(1 + 32)
        .anyMatch(row -> row.startsWith("1000_a,train,Happy,20,"));
  }

  @Test
  void thePageIsOneFileThatLoadsNothingAndTrustsNoName() throws IOException {
    String page = Files.readString(folder.resolve("set/quality.html"));
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("http://", "https://")
        .doesNotContain("<ends>")
        .contains("&lt;ends&gt;")
        .contains("data:image/jpeg;base64,");
  }

  @Test
  void aSecondLookWritesTheSameFiles() throws IOException {
    byte[] first = Files.readAllBytes(folder.resolve("set/quality.html"));
    quality("set", "--subject", "^([0-9]+)_", "--out", folder.resolve("quality.html").toString());
    String again = Files.readString(folder.resolve("quality.html"));
    assertThat(again).isEqualTo(new String(first, java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void whatListsSayOfSubjectsAndFramesIsHeldAgainstTheSet() throws IOException {
    Path set = Files.createDirectories(folder.resolve("facts"));
    PlantedShards.write(set);
    PlantedShards.writeFacts(set);
    assertThat(quality("facts", "--subject", "^([0-9]+)_").error()).isEmpty();
    Path files = set.resolve("quality_files");
    assertThat(Files.readAllLines(files.resolve("shared-subjects.csv")))
        .containsExactly("Subject,Splits", "Anna,\"test, train\"");
    assertThat(Files.readAllLines(files.resolve("miscounted.csv")))
        .containsExactly("Clip,Listed,On disk", "1001_a,21,20");
  }

  @Test
  void aSetOfAnOlderPrepIsLookedAtToo() throws IOException {
    TinyShards.write(folder.resolve("old"), 2, Tags.FOLDS);
    CommandLineRun old = quality("old");
    assertThat(old.error()).isEmpty();
    // The four clips of the fixture twice, once in each fold.
    assertThat(old.out()).contains("quality clips=8 equal-across=8");
    assertThat(Files.readString(folder.resolve("old/quality.html"))).contains("of an older prep");
  }

  @Test
  void aSubjectNeedsParentheses() {
    CommandLineRun wrong = quality("set", "--subject", "[0-9]+");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.error()).contains("has no parentheses");
  }

  @Test
  void withoutASetThereIsNothingToLookAt() {
    CommandLineRun none = CommandLineRun.of(new InspectCommand(), "quality");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.error()).contains("data.shards is empty");
    assertThat(quality("nowhere").exitCode()).isEqualTo(3);
  }

  private static CommandLineRun quality(String set, String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("quality"));
    arguments.add("data.shards=\"" + folder.resolve(set) + "\"");
    arguments.addAll(List.of("spark.master=\"local[2]\"", "spark.conf.\"spark.ui.enabled\"=false"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(new InspectCommand(), arguments.toArray(String[]::new));
  }

  private static List<String> table(String name) throws IOException {
    return Files.readAllLines(tables.resolve(name + ".csv"));
  }
}
