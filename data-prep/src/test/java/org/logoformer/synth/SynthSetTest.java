package org.logoformer.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SynthConfig;

class SynthSetTest {
  private static final SynthConfig FERV39K =
      LogoConfig.of("synth.train-clips=140", "synth.test-clips=35").synth();
  private static final SynthConfig DFEW =
      LogoConfig.of("synth.layout=dfew", "synth.train-clips=140", "synth.test-clips=35").synth();

  @Test
  void ferv39kTestIdentitiesAreStrangers() {
    List<SynthClip> clips = Ferv39kSet.of(FERV39K).clips();
    Set<Integer> train = identities(clips, 0);
    assertThat(train).isNotEmpty().doesNotContainAnyElementsOf(identities(clips, 1));
  }

  @Test
  void ferv39kListsAreWrittenAsThePublishedOnes() {
    SynthSet set = Ferv39kSet.of(FERV39K);
    assertThat(set.lists().get("4_setups/All_scenes/train_All.csv").lines())
        .hasSize(140)
        .allMatch(line -> line.matches("[A-Z][A-Za-z]+/([A-Z][a-z]+)/\\d{4} \\1"));
    assertThat(set.lists().get("4_setups/All_scenes/test_All.csv").lines()).hasSize(35);
  }

  @Test
  void scenesOfAListPartitionIt() {
    SynthSet set = Ferv39kSet.of(FERV39K);
    long inScenes =
        set.lists().entrySet().stream()
            .filter(list -> list.getKey().startsWith("4_setups/22_scenes/train_"))
            .mapToLong(list -> list.getValue().lines().count())
            .sum();
    assertThat(inScenes).isEqualTo(140);
  }

  @Test
  void classesAreBalanced() {
    assertThat(
            Ferv39kSet.of(FERV39K).clips().stream()
                .collect(Collectors.groupingBy(SynthClip::course, Collectors.counting()))
                .values())
        .containsOnly(25L);
  }

  @Test
  void dfewFoldsTestEachClipOnceAndEachIdentityInOneFold() {
    SynthSet set = DfewSet.of(DFEW);
    Set<Integer> seen = new HashSet<>();
    int tested = 0;
    for (int fold = 1; fold <= 5; fold++) {
      Set<Integer> identities = identities(set.clips(), fold);
      assertThat(seen).doesNotContainAnyElementsOf(identities);
      seen.addAll(identities);
      String list = set.lists().get("EmoLabel_DataSplit/test(single-labeled)/set_" + fold + ".csv");
      assertThat(list).startsWith("video_name,label\n");
      tested += (int) list.lines().count() - 1;
    }
    assertThat(tested).isEqualTo(175);
  }

  private static Set<Integer> identities(List<SynthClip> clips, int fold) {
    return clips.stream()
        .filter(clip -> clip.fold() == fold)
        .map(SynthClip::identity)
        .collect(Collectors.toSet());
  }
}
