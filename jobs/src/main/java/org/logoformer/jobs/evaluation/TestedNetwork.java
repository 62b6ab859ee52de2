package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.weights.Origin;

/**
 * The network of a fold of a run.
 *
 * @param fold its number
 * @param checkpoint that it is of; empty if its weights are given
 * @param known metrics of the fold's own test, as they are in its folder
 */
record TestedNetwork(
    int fold, Weights weights, Optional<CheckpointId> checkpoint, Optional<FoldMetrics> known) {
  /**
   * Reads the weights of {@code evaluate.weights}, or else of a checkpoint of the fold.
   *
   * @param choice of its checkpoints
   * @param known metrics of the fold's own test, if there are some
   * @throws DataException if there are none, or they are broken
   */
  static TestedNetwork of(
      Configuration hadoop,
      FoldFolder folder,
      LogoConfig config,
      Origin.Choice choice,
      Optional<FoldMetrics> known)
      throws IOException {
    FileSystem files = folder.folder().getFileSystem(hadoop);
    String given = config.evaluate().weights();
    if (!given.isEmpty()) {
      Weights weights = Weights.read(hadoop, new Path(given), config);
      return new TestedNetwork(folder.number(), weights, Optional.empty(), known);
    }
    CheckpointStore store = new CheckpointStore(files, folder.folder(), Retention.ALL);
    Checkpoint chosen =
        choice
            .of(store)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: train the run '%s' first, give evaluate.weights a safetensors file, or choose by --checkpoint"
                            .formatted(choice.missing(folder.folder()), config.run().name())));
    Weights weights =
        Weights.of(
            new Safetensors(chosen.params()), config.model(), store.path(chosen.id()).toString());
    return new TestedNetwork(folder.number(), weights, Optional.of(chosen.id()), known);
  }

  /** The name of its checkpoint, or the place of its weights. */
  String of() {
    return checkpoint.map(CheckpointId::folder).orElseGet(weights::origin);
  }

  /**
   * Whether its checkpoint is not the one that the fold's own test is of, or will be.
   *
   * @param epochs of the training
   */
  boolean isAnother(int epochs) {
    return checkpoint
        .filter(id -> known.map(k -> !k.areOf(id)).orElse(id.epoch() < epochs))
        .isPresent();
  }

  /** Whether an evaluation says what the metrics in the fold's folder say; true without such. */
  boolean isConfirmedBy(Evaluation evaluation) {
    return known.map(FoldMetrics::evaluation).filter(e -> !e.countsAs(evaluation)).isEmpty();
  }
}
