package org.logoformer.jobs;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.DataConfig;
import org.logoformer.config.RunConfig;
import org.logoformer.error.DataException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/**
 * Where the files of a run lie, and which clips its folds have. A run on one split has the one fold
 * 0.
 *
 * @param folder of the run, {@code <run.dir>/<run.name>}
 */
public record RunLayout(Path folder) {
  /** The layout below {@code run.dir}. */
  public static RunLayout of(RunConfig run) {
    return new RunLayout(new Path(run.dir(), run.name()));
  }

  /** The folds that a run works on: {@code data.folds}, or fold 0. */
  public static List<Integer> folds(DataConfig data) {
    return data.folds().isEmpty() ? List.of(0) : data.folds();
  }

  /**
   * The training clips of a fold, in the order of the manifest.
   *
   * @throws DataException if there are none
   */
  public static List<ClipRecord> trainClips(Manifest manifest, DataConfig data, int fold) {
    return fold == 0
        ? some(manifest.split(data.trainSplit()), manifest, "data.train-split", data.trainSplit())
        : some(manifest.trainOf(fold), manifest, "data.folds", Integer.toString(fold));
  }

  /**
   * The test clips of a fold, in the order of the manifest.
   *
   * @throws DataException if there are none
   */
  public static List<ClipRecord> testClips(Manifest manifest, DataConfig data, int fold) {
    return fold == 0
        ? some(manifest.split(data.testSplit()), manifest, "data.test-split", data.testSplit())
        : some(manifest.testOf(fold), manifest, "data.folds", Integer.toString(fold));
  }

  /** Resolved configuration, HOCON. */
  public Path config() {
    return new Path(folder, "config.conf");
  }

  /** What the run was made with, JSON. */
  public Path provenance() {
    return new Path(folder, "provenance.json");
  }

  /** Means over the folds, JSON. */
  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** The page that {@code logo report} writes. */
  public Path report() {
    return new Path(folder, "report.html");
  }

  /**
   * Where an evaluation lies that is not the run's own: other clips, other frames, other weights.
   *
   * @param name of the evaluation, a folder name
   */
  public RunLayout evaluation(String name) {
    return new RunLayout(new Path(evaluations(), name));
  }

  /** The folder of such evaluations. */
  public Path evaluations() {
    return new Path(folder, "evaluations");
  }

  /** Why a training ended for good, JSON; there only if it diverged. */
  public Path diverged() {
    return new Path(folder, "diverged.json");
  }

  /** Folder of a fold. */
  public Path fold(int fold) {
    return new Path(folder, "fold-" + fold);
  }

  /** Training log of a fold, a JSON object per line. */
  public Path log(int fold) {
    return new Path(fold(fold), "metrics.jsonl");
  }

  private static List<ClipRecord> some(
      List<ClipRecord> clips, Manifest manifest, String key, String value) {
    if (clips.isEmpty()) {
      throw new DataException(
          "The shard set has no clips for %s = %s; it has the splits %s and the folds %s"
              .formatted(
                  key,
                  value,
                  manifest.clips().stream()
                      .map(ClipRecord::split)
                      .filter(s -> !s.isEmpty())
                      .distinct()
                      .sorted()
                      .toList(),
                  manifest.folds()));
    }
    return clips;
  }
}
