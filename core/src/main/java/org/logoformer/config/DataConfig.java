package org.logoformer.config;

import java.util.HashSet;
import java.util.List;

/**
 * Block {@code data}: which clips, which of their frames, and how they are changed.
 *
 * @param folds cross validation over these fold tags; empty: train and test split
 * @param shuffleFrames test only: permutes the sampled frames
 * @param shardWindow shards that an epoch reads from at a time, for {@link Shuffle#SHARD_WINDOW}
 * @param openShards bound on shard files held open
 * @param prefetch batches read ahead
 */
public record DataConfig(
    String shards,
    String trainSplit,
    String testSplit,
    List<Integer> folds,
    Validation validation,
    Sampling sampling,
    ShortClip shortClip,
    Balance balance,
    Shuffle shuffle,
    int shardWindow,
    boolean shuffleFrames,
    Normalise normalise,
    Augment augment,
    int openShards,
    int prefetch,
    Cache cache) {

  /**
   * A part of the training clips that an epoch is chosen on.
   *
   * @param fraction of the clips of each class; 0: none
   */
  public record Validation(double fraction) {
    public Validation {
      Require.that(
          fraction >= 0 && fraction <= 0.9,
          "data.validation.fraction",
          fraction,
          "must be a share from 0 to 0.9 of the training clips");
    }
  }

  /** Which frames of a clip are read. */
  public enum Sampling {
    DS,
    DS_16X1,
    UNIFORM,
    TI
  }

  /** Which frames are read of a clip that is too short for dynamic sampling. */
  public enum ShortClip {
    PUBLISHED,
    EDGE,
    LINSPACE
  }

  /** How often an epoch shows the clips of a class. */
  public enum Balance {
    /** Each clip once. */
    NONE,
    /** Each class equally often, with as many clips in all. */
    CLASSES
  }

  /**
   * Copies of shards on a disk of each machine.
   *
   * @param folder on that disk; empty: none
   * @param size of all copies in it, at most
   */
  public record Cache(String folder, ByteSize size) {
    /** No copies. */
    public static final Cache NONE = new Cache("", new ByteSize(1));

    public Cache {
      Require.that(
          folder.isEmpty() || folder.startsWith("/"),
          "data.cache.folder",
          folder,
          "must be an absolute path on the disk of each machine, such as /data/shards; empty: no copies");
      Require.atLeast("data.cache.size", size.bytes(), 1);
    }
  }

  /** In which order an epoch comes to its clips. */
  public enum Shuffle {
    /** Any. */
    GLOBAL,
    /** One that reads from few shards at a time. */
    SHARD_WINDOW
  }

  /** Per channel, after division by 255. */
  public record Normalise(List<Double> mean, List<Double> std) {
    public Normalise {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
      Require.size("data.normalise.mean", mean, 3);
      Require.size("data.normalise.std", std, 3);
      Require.that(std.stream().allMatch(s -> s > 0), "data.normalise.std", std, "must be above 0");
    }
  }

  /**
   * One crop and one flip per training clip.
   *
   * @param cropArea share of the frame's area
   * @param cropRatio width over height
   * @param flip probability
   */
  public record Augment(Range cropArea, Range cropRatio, double flip) {
    public Augment {
      Require.that(
          cropArea.low() > 0 && cropArea.high() <= 1,
          "data.augment.crop-area",
          cropArea,
          "must lie above 0 and not above 1");
      Require.that(cropRatio.low() > 0, "data.augment.crop-ratio", cropRatio, "must lie above 0");
      Require.between("data.augment.flip", flip, 0, 1);
    }
  }

  public DataConfig {
    folds = List.copyOf(folds);
    Require.that(
        new HashSet<>(folds).size() == folds.size(), "data.folds", folds, "must not repeat");
    Require.that(
        folds.stream().allMatch(fold -> fold > 0),
        "data.folds",
        folds,
        "must be fold tags of the shard set, from 1; leave it empty for the splits");
    Require.within("data.shard-window", shardWindow, 1, 1_000_000);
    Require.within("data.open-shards", openShards, 1, 1_000_000);
    Require.within("data.prefetch", prefetch, 0, 10_000);
  }
}
