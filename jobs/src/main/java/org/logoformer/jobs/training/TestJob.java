package org.logoformer.jobs.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;
import org.logoformer.train.state.TrainingState;

/**
 * Tests a state on the test clips of a fold, with a task for each worker.
 *
 * @param classes names of the classes
 */
record TestJob(SlotJob job, Fold fold, List<String> classes) {
  /** The metrics of the state's predictions. */
  Evaluation evaluate(TrainingState state) {
    double[][] logits = logits(state);
    return Evaluation.of(
        IntStream.range(0, logits.length)
            .mapToObj(i -> Prediction.of(fold.test().get(i), logits[i]))
            .toList(),
        classes);
  }

  /** {@code [clips][C]}, in the order of the fold. */
  private double[][] logits(TrainingState state) {
    LogoConfig config = job.driver().config();
    int batch = config.evaluate().batch();
    int prefetch = config.data().prefetch();
    int tasks = Math.min(fold.test().size(), config.train().workers());
    return job
        .run(
            "test",
            state,
            fold.testIds(),
            tasks,
            double[][].class,
            (slot, tested, clips, ids, cancelled) -> {
              tested.applyTo(slot.graph());
              return Testing.plain(clips.tests(), batch, prefetch)
                  .answers(Forward.of(slot.graph()), clips.records(ids), cancelled)
                  .stream()
                  .map(answer -> answer.logits().get(0))
                  .toArray(double[][]::new);
            })
        .stream()
        .flatMap(Arrays::stream)
        .toArray(double[][]::new);
  }
}
