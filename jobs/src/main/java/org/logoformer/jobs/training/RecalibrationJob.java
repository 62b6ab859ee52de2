package org.logoformer.jobs.training;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.run.Fold;
import org.logoformer.train.round.Recalibration;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

/**
 * Estimates the BatchNorm statistics again on {@code train.bn-recalibrate} training clips, a keyed
 * sample that is the same after every epoch. Training never uses the running statistics, so the
 * estimates may replace them in the state, and the state that is tested is the one in the
 * checkpoint.
 */
record RecalibrationJob(SlotJob job, Fold fold) {
  /**
   * The state to test and save after an epoch; {@code state} itself if recalibration is off.
   *
   * @param graph gets the parameters of that state
   */
  TrainingState run(TrainingState state, ComputationGraph graph) {
    LogoConfig config = job.driver().config();
    if (config.train().bnRecalibrate() == 0) {
      return state;
    }
    int batch = Recalibration.batch(config.train());
    FlatVector statistics =
        job.run(
                "recalibration",
                state,
                Recalibration.sample(config, fold.trainIds()),
                1,
                FlatVector.class,
                (slot, trained, clips, ids, cancelled) ->
                    Recalibration.statistics(
                        (SamGraph) slot.graph(),
                        slot.ranges(),
                        trained,
                        clips,
                        Recalibration.parts(ids, batch),
                        cancelled))
            .get(0);
    if (!statistics.isFinite()) {
      throw new DivergedException(
          "The BatchNorm statistics after epoch %d are not finite; the last checkpoint is intact: lower optimiser.lr"
              .formatted(state.position().epoch()));
    }
    TrainingState recalibrated =
        Recalibration.apply(state, job.network().statistics(graph), statistics);
    recalibrated.parameters().copyTo(graph.params());
    return recalibrated;
  }
}
