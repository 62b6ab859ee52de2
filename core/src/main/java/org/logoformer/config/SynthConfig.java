package org.logoformer.config;

/**
 * Block {@code synth}.
 *
 * @param list folder of published lists, whose every row becomes a clip; empty: clips as drawn
 * @param size height and width of a frame, pixels
 * @param framesMin fewest frames of a clip
 * @param framesMax most frames of a clip
 * @param partitions Spark tasks; 0: chosen by the command
 */
public record SynthConfig(
    Layout layout,
    String output,
    String list,
    int trainClips,
    int testClips,
    int identities,
    int size,
    int framesMin,
    int framesMax,
    long seed,
    int partitions) {

  /** The data set whose folders and lists are imitated. */
  public enum Layout {
    FERV39K,
    DFEW
  }

  public SynthConfig {
    Require.within("synth.train-clips", trainClips, 0, 10_000_000);
    Require.within("synth.test-clips", testClips, 0, 10_000_000);
    Require.that(
        identities >= 2 && identities <= 1_000_000,
        "synth.identities",
        identities,
        "train and test need one each: from 2 to 1000000");
    Require.within("synth.size", size, 16, 4096);
    Require.within("synth.frames-min", framesMin, 1, 100_000);
    Require.that(
        framesMax >= framesMin,
        "synth.frames-max",
        framesMax,
        "must be at least synth.frames-min = " + framesMin);
    Require.within("synth.frames-max", framesMax, 1, 100_000);
    Require.within("synth.partitions", partitions, 0, 1_000_000);
  }
}
