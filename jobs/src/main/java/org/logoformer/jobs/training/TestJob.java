package org.logoformer.jobs.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;
import org.logoformer.train.state.TrainingState;

/**
 * Tests a state on some clips, with a task for each worker.
 *
 * @param what the job is, for messages
 * @param classes names of the classes
 */
record TestJob(SlotJob job, String what, List<ClipRecord> clips, List<String> classes) {
  /** The metrics of the state's predictions. */
  Evaluation evaluate(TrainingState state) {
    double[][] logits = logits(state);
    return Evaluation.of(
        IntStream.range(0, logits.length)
            .mapToObj(i -> Prediction.of(clips.get(i), logits[i]))
            .toList(),
        classes);
  }

  /** {@code [clips][C]}, in the order of the fold. */
  private double[][] logits(TrainingState state) {
    LogoConfig config = job.driver().config();
    int batch = config.evaluate().batch();
    int prefetch = config.data().prefetch();
    int tasks = Math.min(clips.size(), config.train().workers());
    return job
        .run(
            what,
            state,
            clips.stream().map(ClipRecord::id).toList(),
            tasks,
            double[][].class,
            (slot, tested, source, ids, cancelled) -> {
              tested.applyTo(slot.graph());
              return Testing.plain(source.tests(), batch, prefetch)
                  .answers(Forward.of(slot.graph()), source.records(ids), cancelled)
                  .stream()
                  .map(answer -> answer.logits().get(0))
                  .toArray(double[][]::new);
            })
        .stream()
        .flatMap(Arrays::stream)
        .toArray(double[][]::new);
  }
}
