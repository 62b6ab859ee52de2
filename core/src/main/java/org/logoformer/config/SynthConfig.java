package org.logoformer.config;

/**
 * Block {@code synth}.
 *
 * @param size height and width of a frame, pixels
 * @param framesMin fewest frames of a clip
 * @param framesMax most frames of a clip
 * @param partitions Spark tasks; 0: chosen by the command
 */
public record SynthConfig(
    Layout layout,
    String output,
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
    Require.atLeast("synth.train-clips", trainClips, 0);
    Require.atLeast("synth.test-clips", testClips, 0);
    Require.that(
        identities >= 2,
        "synth.identities",
        identities,
        "train and test need one each: at least 2");
    Require.atLeast("synth.size", size, 16);
    Require.atLeast("synth.frames-min", framesMin, 1);
    Require.that(
        framesMax >= framesMin,
        "synth.frames-max",
        framesMax,
        "must be at least synth.frames-min = " + framesMin);
    Require.atLeast("synth.partitions", partitions, 0);
  }
}
