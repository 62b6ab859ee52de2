package org.logoformer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.ShardSets;
import org.logoformer.transform.Flip;
import org.nd4j.linalg.api.ndarray.INDArray;

class ClipBatchesTest {
  @TempDir java.nio.file.Path temporary;

  private static Batch train(ClipBatches batches, List<ClipRecord> clips, int epoch) {
    return batches.train(clips, new int[clips.size()], epoch);
  }

  private ShardSet set;

  @BeforeEach
  void write() throws Exception {
    Path folder = new Path(temporary.toUri());
    ShardSets.write(
        folder,
        3,
        IntStream.range(0, 8).mapToObj(i -> ShardSets.frames(i, 12 + i, 20, 20)).toList());
    set = ShardSet.open(new Configuration(), folder, 2);
  }

  @AfterEach
  void close() throws Exception {
    set.close();
  }

  @Test
  void aBatchHasTheShapeTheModelTakes() {
    try (Batch batch = train(batches(), clips(), 1)) {
      assertThat(batch.clips().shape()).containsExactly(8, 4, 16, 16, 3);
      assertThat(batch.labels().shape()).containsExactly(8, 7);
      assertThat(batch.labels().sumNumber().intValue()).isEqualTo(8);
      assertThat(batch.labels().getInt(5, 5)).isEqualTo(1);
      assertThat(batch.ids()).startsWith("clip-0", "clip-1");
      assertThat(batch.clips().maxNumber().doubleValue()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void aClipLooksTheSameInEveryBatchOfAnEpoch() {
    List<ClipRecord> reversed = new ArrayList<>(clips());
    Collections.reverse(reversed);
    try (Batch all = train(batches(), reversed, 3);
        Batch one = train(batches(), clips().subList(2, 3), 3)) {
      assertThat(view(one, 0)).isEqualTo(view(all, 5));
    }
  }

  @Test
  void epochAndSeedChangeTheView() {
    List<ClipRecord> clip = clips().subList(0, 1);
    try (Batch first = train(batches(), clip, 1);
        Batch second = train(batches(), clip, 2);
        Batch other = train(batches(2), clip, 1)) {
      assertThat(view(first, 0)).isNotEqualTo(view(second, 0)).isNotEqualTo(view(other, 0));
    }
  }

  @Test
  void aClipThatComesAgainInAnEpochHasAnotherView() {
    List<ClipRecord> twice = List.of(clips().get(0), clips().get(0));
    try (Batch once = train(batches(), clips().subList(0, 1), 1);
        Batch again = batches().train(twice, new int[] {0, 1}, 1);
        Batch other = batches().train(twice, new int[] {2, 1}, 1)) {
      assertThat(view(again, 0)).isEqualTo(view(once, 0));
      assertThat(view(again, 1)).isNotEqualTo(view(once, 0)).isEqualTo(view(other, 1));
      assertThat(view(other, 0)).isNotEqualTo(view(once, 0));
    }
  }

  @Test
  void timeInterpolationBlendsNeighbours() {
    // 13 frames to 4, at the times 0, 4, 8 and 12; 12 frames at 0, 3 2/3, 7 1/3 and 11.
    try (Batch exact = batches(1, "data.sampling=ti").test(clips().subList(1, 2));
        Batch picked = batches(1, "data.sampling=uniform").test(clips().subList(1, 2));
        Batch blended = batches(1, "data.sampling=ti").test(clips().subList(0, 1));
        Batch near = batches(1, "data.sampling=uniform").test(clips().subList(0, 1))) {
      assertThat(exact.clips()).isEqualTo(picked.clips());
      assertThat(frames(blended, 0).get(0)).isEqualTo(frames(near, 0).get(0));
      assertThat(frames(blended, 0).get(3)).isEqualTo(frames(near, 0).get(3));
      assertThat(frames(blended, 0).get(1)).isNotEqualTo(frames(near, 0).get(1));
    }
  }

  @Test
  void shufflingPermutesTheSampledFramesOfATest() {
    try (Batch plain = batches().test(clips());
        Batch shuffled = batches(1, "data.shuffle-frames=true").test(clips());
        Batch again = batches(1, "data.shuffle-frames=true").test(clips())) {
      boolean moved = false;
      for (int i = 0; i < 8; i++) {
        assertThat(frames(shuffled, i)).containsExactlyInAnyOrderElementsOf(frames(plain, i));
        moved |= !frames(shuffled, i).equals(frames(plain, i));
      }
      assertThat(moved).isTrue();
      assertThat(shuffled.clips()).isEqualTo(again.clips());
    }
  }

  @Test
  void viewsAreKeyedDrawsAndMirrorImages() {
    ClipBatches batches = batches();
    List<ClipRecord> clips = clips();
    try (Batch plain = batches.test(clips);
        INDArray same = batches.clips(clips, View.PLAIN);
        INDArray mirrored = batches.clips(clips, new View(0, Flip.HORIZONTAL));
        INDArray drawn = batches.clips(clips, new View(1, Flip.NONE));
        INDArray again = batches().clips(clips, new View(1, Flip.NONE));
        INDArray other = batches(2).clips(clips, new View(1, Flip.NONE))) {
      assertThat(same).isEqualTo(plain.clips());
      for (int x = 0; x < 16; x++) {
        assertThat(mirrored.getFloat(3, 1, 5, x, 2)).isEqualTo(same.getFloat(3, 1, 5, 15 - x, 2));
      }
      assertThat(drawn).isEqualTo(again).isNotEqualTo(same).isNotEqualTo(other);
    }
  }

  @Test
  void clipsOfOneToSixteenFramesAreTrainedAndTestedOn() throws Exception {
    Path folder = new Path(temporary.resolve("short").toUri());
    ShardSets.write(
        folder,
        16,
        IntStream.rangeClosed(1, 16).mapToObj(n -> ShardSets.frames(n, n, 8, 8)).toList());
    for (String rule :
        List.of("short-clip=published", "short-clip=edge", "short-clip=linspace", "sampling=ti")) {
      LogoConfig config =
          LogoConfig.load(
              List.of(), List.of("model.preset=tiny", "model.frames=16", "data." + rule));
      try (ShardSet shortClips = ShardSet.open(new Configuration(), folder, 1)) {
        ClipBatches batches = new ClipBatches(shortClips, config.model(), config.data(), 1);
        List<ClipRecord> clips = shortClips.manifest().clips();
        try (Batch train = train(batches, clips, 0);
            Batch test = batches.test(clips)) {
          assertThat(train.clips().shape()).containsExactly(16, 16, 64, 64, 3);
          assertThat(test.clips().shape()).containsExactly(16, 16, 64, 64, 3);
        }
      }
    }
  }

  @Test
  void aModelOfOtherClassesIsRefused() {
    assertThatThrownBy(() -> batches(1, "model.classes=5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.classes is 5")
        .hasMessageContaining("7 classes");
  }

  private List<ClipRecord> clips() {
    return set.manifest().clips();
  }

  private ClipBatches batches() {
    return batches(1);
  }

  private ClipBatches batches(long seed, String... overrides) {
    List<String> keys =
        new ArrayList<>(List.of("model.preset=tiny", "model.size=16", "model.window=[2,1,1]"));
    keys.addAll(Arrays.asList(overrides));
    LogoConfig config = LogoConfig.load(List.of(), keys);
    return new ClipBatches(set, config.model(), config.data(), seed);
  }

  private static float[] view(Batch batch, int clip) {
    return batch.clips().slice(clip).dup('c').data().asFloat();
  }

  private static List<List<Float>> frames(Batch batch, int clip) {
    float[] view = view(batch, clip);
    int frame = view.length / 4;
    List<List<Float>> frames = new ArrayList<>();
    for (int f = 0; f < 4; f++) {
      List<Float> samples = new ArrayList<>();
      for (int i = 0; i < frame; i++) {
        samples.add(view[f * frame + i]);
      }
      frames.add(samples);
    }
    return frames;
  }
}
